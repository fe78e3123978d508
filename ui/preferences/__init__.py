"""The preferences page: made from the settings, and the keys of every action."""
