"""What the numbers mean: pure functions over counts and arrays."""
