"""Files in and out: receiving bundles, handing back results, purging a batch."""
