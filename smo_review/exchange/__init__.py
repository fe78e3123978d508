"""How it travels: bundles, their seal and bounds, and other tools' formats."""
