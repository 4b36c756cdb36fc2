"""What all pages have in common: their templates' environment, frame, words, and style."""
