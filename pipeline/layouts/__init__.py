"""New layouts by data: what a profile file finds in files, and proposals for new ones."""
