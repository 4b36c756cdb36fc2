"""Two years of plans side by side: which items are the same, and what changed."""
