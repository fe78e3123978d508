"""One file for each line of the wellbeing rules, by its number."""
