"""Pure functions from printed text to values: text, numerals, labels, years, money."""
