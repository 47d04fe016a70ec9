"""Says whether one experiment is another with runs added or removed, and carries the recorded edits over.

It refuses to train: because a run alone equals the same run in company, replaying the result up to the present update
gives the runs that stay the very bits they have.
"""

from __future__ import annotations

from dataclasses import replace

from regsim.experiment import Edit, Experiment


def joined(recorded: Experiment, old: Experiment, new: Experiment) -> Experiment | None:
    """`recorded` with the runs that came or went between `old` and `new`.

    Parameters
    ----------
    recorded : Experiment
        What replays the present training; its runs correspond to those of `old`.
    old, new : Experiment
        Before and after the change.

    Returns
    -------
    Experiment or None
        None if more changed than which runs there are.
    """
    if replace(new, title=old.title, runs=old.runs, edits=old.edits) != old:
        return None
    places = {run.label: index for index, run in enumerate(old.runs)}
    runs, moved = [], {}
    for index, run in enumerate(new.runs):
        place = places.get(run.label)
        if place is None:
            runs.append(run)
        elif old.runs[place].values == run.values:
            runs.append(replace(recorded.runs[place], colour=run.colour))
            moved[place] = index
        else:
            return None
    if not moved:
        return None
    edits = tuple(shifted for edit in recorded.edits if (shifted := _shifted(edit, moved, len(old.runs))) is not None)
    return replace(recorded, runs=tuple(runs), edits=edits)


def _shifted(edit: Edit, moved: dict[int, int], n_runs: int) -> Edit | None:
    if not edit.path.startswith("run."):
        return edit
    number, _, name = edit.path.removeprefix("run.").partition(".")
    assert number.isdigit(), "the engine records runs by their number"
    assert 1 <= int(number) <= n_runs
    place = moved.get(int(number) - 1)
    return None if place is None else replace(edit, path=f"run.{place + 1}.{name}")
