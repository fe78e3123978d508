"""Gold: the form in which a reference answer is written."""
