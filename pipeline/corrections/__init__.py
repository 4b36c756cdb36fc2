"""Values that people put right: read from a table, applied, undone and logged."""
