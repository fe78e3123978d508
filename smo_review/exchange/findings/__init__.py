"""Findings as they go to an annotator, and answers as they come back: JSON, a form, a sheet."""
