"""The units of an item: who leads, who assists, and where the text says so."""
