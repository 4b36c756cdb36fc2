"""Benchmarks: what the program takes beside the least that it could take, and beside a peer."""
