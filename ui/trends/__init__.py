"""Trends: how figures move, where errors gather, where gaps are."""
