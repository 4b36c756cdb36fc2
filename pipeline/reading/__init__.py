"""The way of a file: from its bytes to records, or to its tables."""
