"""Reads an official notice: file → lines → outline → owners → targets → a draft of the plan."""
