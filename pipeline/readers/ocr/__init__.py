"""Pictures of pages to the same glyphs and rules that text layers give; needs the extra ``ocr``."""
