"""What stands before the first task: titles, year, day of issue."""
