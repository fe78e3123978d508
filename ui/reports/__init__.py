"""Reports from the client: what to report on, in which forms, into which folder."""
