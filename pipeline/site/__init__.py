"""What people look at: a static site of the plans, and the parts of it that the review desk shares."""
