"""By when an item must be done: fields, cells and prose."""
