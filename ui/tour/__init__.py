"""The tour: drives the real client through the whole job and keeps pictures of each step."""
