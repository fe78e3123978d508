"""Labels and clauses to choose from, by keys: learn and session both ask for them."""
