"""What is known as data: header words and their roles, titles, units, agencies."""
