"""Learning: exercises as a learner answers them."""
