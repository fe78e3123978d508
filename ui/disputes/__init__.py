"""The page of disputes: what annotators object to, second looks, rulings, and the auditors."""
