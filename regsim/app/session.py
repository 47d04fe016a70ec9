"""The window's single memory: the experiment, playback, the latest snapshot and undo; it alone talks to the trainer.

Edits come in as paths and values, are checked, stored and announced once; the trainer is told what kind of change it
was. It refuses to draw, and it never touches weights: undo concerns what is asked, not what was learned.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from regsim import schema
from regsim.app.commands import Pause, Play, Retune, Start, Step, Trainer, Wish
from regsim.app.editing import Drags, told
from regsim.app.kept import KeptSession, Origin
from regsim.app.lineage import joined
from regsim.app.pace import HUNGRY_RATE, story_rate
from regsim.app.undo import Edition, UndoStack
from regsim.experiment import Experiment
from regsim.knob import Refusal, Value
from regsim.snapshot import Snapshot, Wishes

LARGEST_SEED = 2**31 - 1


class Session(QObject):
    """See the module; every method is called in the GUI thread."""

    experiment_changed = Signal(object, object)
    """New and old experiment, once per edit."""
    opened = Signal()
    """Another experiment was begun, whatever was there before; after `experiment_changed`."""
    snapshot_changed = Signal(object)
    """The latest snapshot, or None after a start until the first one arrives."""
    playback_changed = Signal()
    selection_changed = Signal()
    said = Signal(str, bool)
    """A sentence for the status line, and whether it offers to undo."""
    trainer_failed = Signal(str)

    def __init__(self, trainer: Trainer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.experiment = Experiment()
        self.origin = Origin()
        self.snapshot: Snapshot | None = None
        self.selected = 0
        self.lifted: int | None = None
        self.playing = False
        self.rate = 25.0
        self._undo_stack = UndoStack()
        self._trainer = trainer
        self._start = self.experiment
        self._generation = 0
        self._catch_up = 0
        self._drags = Drags()
        self._wishes = Wishes()
        trainer.failed.connect(self._on_failed)

    # What is asked

    def open(self, experiment: Experiment, play: bool, origin: Origin | None = None) -> None:
        """Begin with another experiment; forgets undo.

        Parameters
        ----------
        origin : Origin, optional
            Without one there is no file, and the experiment counts as saved.
        """
        old = self.experiment
        self.origin = origin or Origin(saved=experiment)
        self._undo_stack.clear()
        self.experiment = replace(experiment, edits=())
        self.selected = 0
        self.lifted = None
        self.rate = story_rate(experiment)
        self._begin(experiment)
        self.experiment_changed.emit(self.experiment, old)
        self.selection_changed.emit()
        if play:
            self.play()
        else:
            self.pause()
        self.opened.emit()

    def edit(self, path: str, value: Value, gesture: str = "done") -> None:
        """Set one value, as a person did it.

        Parameters
        ----------
        path : str
        value : Value
            Checked here; what is not allowed is said in the status line and changes nothing.
        gesture : {"drag", "done"}
            A drag in progress; its steps and its end are one undo step.
        """
        try:
            if path == "data.kind":
                new = schema.with_dataset(self.experiment, str(value))
            else:
                new = schema.put(self.experiment, path, value)
            schema.validate(new)
        except Refusal as refusal:
            self.said.emit(str(refusal), False)
            return
        self._push(new, told(path, self.experiment, new), self._drags.name(path, gesture))

    def change(self, new: Experiment, text: str) -> None:
        """Set a whole experiment (a run added, removed, recoloured) as one undo step."""
        try:
            schema.validate(new)
        except Refusal as refusal:
            self.said.emit(str(refusal), False)
            return
        self._push(new, text)

    @property
    def can_undo(self) -> bool:
        """Whether there is an edit to undo."""
        return self._undo_stack.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether an edit was undone."""
        return self._undo_stack.can_redo

    def undo(self) -> None:
        """Ask for what was asked before the last edit; weights stay what live training made them."""
        old = self._undo_stack.undo()
        if old is not None:
            self._adopt(old)

    def redo(self) -> None:
        """Ask again for what was undone."""
        new = self._undo_stack.redo()
        if new is not None:
            self._adopt(new)

    def _adopt(self, new: Experiment) -> None:
        """Make `new` the present experiment and tell everybody."""
        old = self.experiment
        effect = schema.effect(old, new)
        if effect is None:
            return
        recorded = self.recorded()
        self.experiment = new
        self.selected = min(self.selected, len(new.runs) - 1)
        self.lifted = None
        if effect == "structural":
            self._restart_with(new, old, recorded)
        elif effect == "live" or new.data != old.data:
            self._start = replace(self._start, data=new.data)  # the picture's axes: no edit, whenever they changed
            self._trainer.post(Retune(self._generation, new))
        self.experiment_changed.emit(new, old)

    def recorded(self) -> Experiment:
        """What replays this very training: the experiment it began with, knobs moved since, and moves still to come."""
        edits, snapshot = self._start.edits, self.snapshot
        if snapshot is not None:
            edits = (*snapshot.edits, *(edit for edit in edits if edit.update > snapshot.update))
        cosmetic = replace(self._start, title=self.experiment.title, edits=edits)
        runs = tuple(
            replace(run, label=now.label, colour=now.colour, expect=now.expect)
            for run, now in zip(cosmetic.runs, self.experiment.runs, strict=True)
        )
        return replace(cosmetic, runs=runs)

    @property
    def is_heard(self) -> bool:
        """Whether the latest snapshot already tells of the last edit, so that it is among what is recorded."""
        told = self._start if self.snapshot is None else self.snapshot.experiment
        return schema.effect(replace(told, edits=()), self.experiment) != "live"

    def select(self, run: int) -> None:
        """Show this run large and its knobs in the panel."""
        if 0 <= run < len(self.experiment.runs) and run != self.selected:
            self.selected = run
            self.selection_changed.emit()

    def lift(self, run: int | None) -> None:
        """Let one run stand out in every view while its card is hovered."""
        if run != self.lifted:
            self.lifted = run
            self.selection_changed.emit()

    def reroll(self) -> None:
        """A new seed for data and weights, as one undo step."""
        new = self.experiment
        seed = (new.data.seed % LARGEST_SEED) + 1
        for path in ("data.seed", "training.seed"):
            new = schema.put(new, path, seed)
        self._push(new, f"Rolled again: seed {seed}.")

    # Playback

    @property
    def finished(self) -> bool:
        """Whether there is nothing left to train."""
        snapshot = self.snapshot
        if snapshot is None or not snapshot.finished:
            return False
        extended = self.experiment.training.epochs > snapshot.epoch
        return not (extended and any(run.state == "finished" for run in snapshot.runs))

    @property
    def hungry(self) -> bool:
        """Whether training goes as fast as it can, so that every moment of drawing is taken from it."""
        return self.playing and self.rate >= HUNGRY_RATE

    def play(self) -> None:
        """Train on, or from the beginning if it had finished."""
        if self.finished:
            self.reset()
        self.playing = True
        self._trainer.post(Play(self.rate))
        self.playback_changed.emit()

    def pause(self) -> None:
        """Stand still after the current update."""
        self.playing = False
        self._trainer.post(Pause())
        self.playback_changed.emit()

    def toggle(self) -> None:
        """Play, or pause."""
        if self.playing:
            self.pause()
        else:
            self.play()

    def step(self, whole_epoch: bool) -> None:
        """One epoch or one mini-batch, then stand still."""
        self.playing = False
        self._trainer.post(Step(whole_epoch))
        self.playback_changed.emit()

    def reset(self) -> None:
        """Back to the same initial weights, with the knobs as they stand now."""
        self._begin(self.experiment)
        self.playback_changed.emit()

    def advance_to(self, update: int) -> None:
        """Start again and train to `update` at once; the next snapshot is the one there."""
        self._begin(self._start, update)

    def set_rate(self, rate: float) -> None:
        """Updates per second; infinity for as fast as it goes."""
        self.rate = rate
        if self.playing:
            self._trainer.post(Play(rate))
        self.playback_changed.emit()

    def wish(self, wishes: Wishes) -> None:
        """What the visible views need in a snapshot."""
        if wishes != self._wishes:
            self._wishes = wishes
            self._trainer.post(Wish(wishes))

    def pull(self) -> bool:
        """Take the newest snapshot; called by the frame clock.

        Returns
        -------
        bool
            Whether there was a new one of the present generation.
        """
        snapshot = self._trainer.take()
        if snapshot is None or snapshot.generation != self._generation:
            return False
        replayed = len(snapshot.edits) > (0 if self.snapshot is None else len(self.snapshot.edits))
        self.snapshot = snapshot
        if replayed and len(snapshot.edits) <= len(self._start.edits):
            self._follow(snapshot)
        if snapshot.finished and self.playing:
            self.pause()
        self.snapshot_changed.emit(snapshot)
        return True

    # To come back to

    def keep(self) -> KeptSession:
        """All of it as it stands, to be brought back by `restore`."""
        return KeptSession(
            generation=self._generation,
            experiment=self.experiment,
            recorded=self.recorded(),
            update=self._catch_up if self.snapshot is None else self.snapshot.update,
            playing=self.playing,
            rate=self.rate,
            selected=self.selected,
            undo_stack=self._undo_stack.copy(),
            origin=self.origin,
        )

    def restore(self, kept: KeptSession) -> None:
        """Bring back what `keep` gave: if training went on since, it is replayed up to the update where it stood."""
        is_standing = self.keep().standing == kept.standing
        old, self.experiment = self.experiment, kept.experiment
        self.selected, self.lifted = kept.selected, None
        self._undo_stack = kept.undo_stack.copy()
        self.origin = kept.origin
        self.rate = kept.rate
        if not is_standing:
            self._begin(kept.recorded, kept.update)
            self.experiment_changed.emit(self.experiment, old)
        self.selection_changed.emit()
        if kept.playing:
            self.play()
        else:
            self.pause()

    # Within

    def _follow(self, snapshot: Snapshot) -> None:
        """An edit recorded in the file took effect: the panel shows it."""
        old = self.experiment
        self.experiment = replace(snapshot.experiment, data=old.data, edits=())
        if self.experiment != old:
            self.experiment_changed.emit(self.experiment, old)

    def _begin(self, start: Experiment, update: int = 0) -> None:
        self._generation += 1
        self._start = start
        self._catch_up = update
        self.snapshot = None
        self._trainer.post(Start(self._generation, start, update))
        self._trainer.post(Wish(self._wishes))
        self.snapshot_changed.emit(None)

    def _restart_with(self, new: Experiment, old: Experiment, recorded: Experiment) -> None:
        start = None if self.snapshot is None else joined(recorded, old, new)
        if start is not None and self.snapshot is not None:
            self._begin(start, self.snapshot.update)
            return
        again = self.playing or self.finished
        self.rate *= story_rate(new) / story_rate(old)
        self._begin(new)
        if again:
            self.play()

    def _push(self, new: Experiment, text: str, drag: str = "") -> None:
        effect = schema.effect(self.experiment, new)
        if effect is None:
            return
        self._undo_stack.push(Edition(self.experiment, new, drag))
        self._adopt(new)
        if effect == "structural":
            self.said.emit(text, True)

    def _on_failed(self, generation: int, text: str) -> None:
        if generation == self._generation:
            self.playing = False
            self.playback_changed.emit()
            self.trainer_failed.emit(text)
