"""The review page: the queue, the item, its annotations and the verdicts on them."""
