"""The lead's page: the first numbers, each of which opens its items."""
