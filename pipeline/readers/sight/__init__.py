"""What a reader of the page sees of all that is painted on it; shared by all engines."""
