"""RegSim makes regularization visible; this file holds the version and imports nothing, so that `regsim --version` is instant."""

__version__ = "0.1.0"
