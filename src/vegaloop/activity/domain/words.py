"""What is said about a session, and by whom.

Rule 1: what the person amended stands above what a source says, and that above what a file says.
Rule 2: what a source said once it does not say again: only what is new is heard.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NewType, final

from msgspec import Struct

from vegaloop.activity.domain.effort import Rpe
from vegaloop.activity.domain.sport import Sport

__all__ = ("ContentHash", "Said", "Spoken", "Words")

ContentHash = NewType("ContentHash", str)


class Said(StrEnum):
    """What a person can say of a session, and no import changes from then on."""

    SPORT = "sport"
    NAME = "name"
    NOTES = "notes"
    RPE = "rpe"


@final
class Spoken(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What can be said of a session; None is what nobody said."""

    sport: Sport | None = None
    name: str | None = None
    notes: str | None = None
    rpe: Rpe | None = None


@final
class Words(Struct, frozen=True):
    """What a person or a source says about a session, and what of it the person said.

    `heard` names what sources said beside its file, so that nothing is heard twice; `own` is what
    it says itself, where others of its training have a say in it; `recorded_as` is the sport it
    was before the person amended it.
    """

    name: str | None
    notes: str | None
    rpe: Rpe | None
    by_hand: tuple[Said, ...] = ()
    leads: bool = False
    heard: tuple[ContentHash, ...] = ()
    own: Spoken | None = None
    recorded_as: Sport | None = None

    def leading(self, *, leads: bool) -> Words:
        """These words with another choice of what counts."""
        return Words(
            self.name,
            self.notes,
            self.rpe,
            self.by_hand,
            leads,
            self.heard,
            self.own,
            self.recorded_as,
        )

    def hearing(self, said: Spoken, name: ContentHash) -> Words:
        """These words and what a source now says beside the file, but for what is said by hand."""
        locked = self.by_hand
        return Words(
            self.name if Said.NAME in locked else said.name or self.name,
            self.notes if Said.NOTES in locked else said.notes or self.notes,
            self.rpe if Said.RPE in locked or said.rpe is None else said.rpe,
            locked,
            self.leads,
            (*self.heard, name),
            recorded_as=self.recorded_as,
        )

    def lent(self, said: Spoken, own: Spoken) -> Words:
        """These words with those of a whole training in their place."""
        return Words(
            said.name,
            said.notes,
            said.rpe,
            self.by_hand,
            self.leads,
            self.heard,
            None if said == own else own,
            self.recorded_as,
        )
