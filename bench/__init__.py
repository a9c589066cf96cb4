"""Benchmarks: Duban's numbers side by side with those of the plain way, measured in one run."""
