"""The dialog that draws a sample from a batch into a file."""
