"""Files that people write, TOML and CSV: their form as data, and one checker that tells all that is wrong at once."""
