"""Glyphs to runs, runs to printed lines, and what tells whether two lines are one text: once, for every table."""
