"""A newer text of a plan held against the one in force."""
