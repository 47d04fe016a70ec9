"""Shared painting of the views: axes, ticks, grid, curves, labels and read-outs."""
