"""Carries new values into an old TOML text and keeps its comments and order; refuses to know what the values mean."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, MutableMapping
from typing import Any

import tomlkit
from tomlkit.items import AoT

from regsim.experiment_file.reading import leaves


def merged(old: str, new: str) -> str:
    """The text `old` with the values of the text `new`.

    A line whose value did not change stays as it is, comment included; tables of a list are the same if their
    labels are.
    """
    document, wanted = tomlkit.parse(old), tomllib.loads(new)
    lists = {key for key, value in (*document.items(), *wanted.items()) if isinstance(value, list)}
    _update(document, {key: value for key, value in wanted.items() if key not in lists}, lists)
    for key in sorted(lists, reverse=True):
        _update_list(document, key, wanted.get(key, []), tomlkit.parse(new))
    return document.as_string()


def _update(table: MutableMapping[str, Any], wanted: Mapping[str, Any], lists: set[str] | frozenset[str]) -> None:
    before = {path: value for path, value in leaves(_plain(table)) if path not in lists}
    after = dict(leaves(wanted))
    for path in before:
        if path not in after:
            _delete(table, path)
    for path, value in after.items():
        if path not in before or before[path] != value or type(before[path]) is not type(value):
            _set(table, path, value)


def _update_list(document: Any, key: str, wanted: list[Any], fresh: Any) -> None:
    tables = document.get(key)
    labels = [table.get("label") for table in wanted]
    if not isinstance(tables, AoT) or None in labels:
        if tables is None or tables.unwrap() != wanted:
            if tables is not None:
                del document[key]
            if wanted:
                document.append(key, fresh[key])
        return
    for index in reversed(range(len(tables))):
        if tables[index].get("label") not in labels:
            del tables[index]
    for index, table in enumerate(wanted):
        if index < len(tables):
            _update(tables[index], table, frozenset())
        else:
            tables.append(fresh[key][index])


def _set(table: Any, path: str, value: object) -> None:
    *names, key = path.split(".")
    for depth, name in enumerate(names):
        if name not in table:
            table.append(tomlkit.key([*names[depth:], key]), value)
            return
        table = table[name]
    table[key] = value


def _delete(table: Any, path: str) -> None:
    *names, key = path.split(".")
    for name in names:
        table = table[name]
    del table[key]


def _plain(table: Any) -> dict[str, Any]:
    plain: dict[str, Any] = table.unwrap()
    return plain
