"""The same from a terminal: one module a command."""
