"""Charts in the window: the same drawing as in a report, with the table behind it."""
