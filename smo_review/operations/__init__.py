"""What people do: one function each, one transaction, returning what it touched."""
