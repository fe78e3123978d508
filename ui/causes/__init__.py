"""Causes: where errors gather, why, what is done about it, and whether that works."""
