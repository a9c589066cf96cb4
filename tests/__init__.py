"""The tests; flat, one file per subject."""
