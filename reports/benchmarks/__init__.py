"""Benchmarks: what consenting companies are like together, and nothing of any one of them (method D13)."""
