"""The gate: a published folder judged by rules that know nothing of the code that wrote it."""
