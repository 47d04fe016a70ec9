"""Benchmarks: `python -m tests.bench` prints what is fast and by how much; not collected by pytest."""
