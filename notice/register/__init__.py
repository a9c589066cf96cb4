"""Which unit of an office a written name means; what cannot be told is a question."""
