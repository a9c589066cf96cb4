"""The numeric goals in an item's text, and why other numbers are none."""
