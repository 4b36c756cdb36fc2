"""Pages to an outline of plans: lines, headers, regions, columns, rows, items."""
