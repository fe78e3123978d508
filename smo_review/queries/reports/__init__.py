"""Reports: each kind gathers its sections from what is known, in the report's own language."""
