"""Read the State Council's yearly notice of holidays and of the days that make up for them."""
