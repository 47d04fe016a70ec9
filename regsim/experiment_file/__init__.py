"""Reads and writes experiments as TOML files a person can read; refuses to let a wrong or unknown value through.

Reading says all that is wrong, not only the first; writing then reading gives an equal experiment.
"""

from regsim.experiment_file.own_table import changed_table, missing_table
from regsim.experiment_file.reading import parse, parse_tables, read
from regsim.experiment_file.template import template
from regsim.experiment_file.writing import contents, text, write
from regsim.schema import Problems

__all__ = [
    "Problems",
    "changed_table",
    "contents",
    "missing_table",
    "parse",
    "parse_tables",
    "read",
    "template",
    "text",
    "write",
]
