"""The output folder: what it holds, what people wrote beside it, and what is published of it."""
