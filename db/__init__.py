"""Remembers: tables, migrations, and every question and change in the office's words."""
