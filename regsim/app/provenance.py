"""Says what is on the screen, for what is made from it; refuses to know what that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from regsim.provenance import PROGRAM, Provenance

if TYPE_CHECKING:
    from regsim.app.session import Session

__all__ = ["PROGRAM", "Provenance", "provenance_of"]


def provenance_of(session: Session) -> Provenance:
    """What is on the screen."""
    return Provenance(session.recorded(), 0 if session.snapshot is None else session.snapshot.epoch)
