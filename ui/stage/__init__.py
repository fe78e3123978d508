"""An item on screen: covered first, revealed step by step, with its labels drawn on it."""
