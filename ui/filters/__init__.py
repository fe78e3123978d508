"""Filters: what figures are about, shared by every page that shows them."""
