"""The guideline beside the item."""
