"""PDF file to pages of glyphs and rules: one module per engine behind one protocol."""
