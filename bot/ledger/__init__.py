"""台账: the table of everything of one plan, as an Excel workbook; from a chat or a command."""
