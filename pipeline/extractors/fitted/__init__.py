"""The second reading: rows, kinds of rows and levels by fitted weights, over the same lattice as the first."""
