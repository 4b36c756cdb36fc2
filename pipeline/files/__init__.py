"""What a person names as input: files, folders, patterns, lists and URLs."""
