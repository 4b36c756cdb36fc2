"""Many files: isolation, conflicts, progress and the run report."""
