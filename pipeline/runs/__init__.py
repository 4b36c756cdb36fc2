"""A run: many files into one output folder."""
