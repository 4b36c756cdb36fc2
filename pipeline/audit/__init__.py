"""Rules that judge an extraction without knowing how it was parsed; each yields findings."""
