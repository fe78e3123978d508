"""What every page stands on: actions, keys, tasks, notices, palette, settings, looks."""
