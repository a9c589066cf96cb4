"""A notice's headings and items, by the runs of its numbers, however its lines were laid out."""
