"""Reads and splits a person's own table; refuses to be imported before there is one: the window opens sooner."""

from collections.abc import Mapping

from regsim.knob import Value

DEFAULTS: Mapping[str, Value] = {"noise": 0.0, "label_flip": 0.0}
"""What ``[data]`` begins with for a table: it is noisy enough."""
SHARES: Mapping[str, float] = {"training_share": 0.6, "validation_share": 0.2}
"""Of the rows, unless others are asked for."""
