"""Tables of tasks, whatever they are written as: cells, tabs, bars, blanks, a cell a line."""
