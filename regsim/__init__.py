"""RegSim makes regularization visible; this file holds the version and imports nothing: `--version` is instant."""

__version__ = "0.1.0"
