"""That two sessions are one training: how alike they are, and which one of them counts."""

from __future__ import annotations

from enum import StrEnum
from typing import NewType, final
from uuid import UUID

from msgspec import Struct

from vegaloop.activity.domain.streams import Channel
from vegaloop.kernel.time import Instant

__all__ = ("Link", "LinkedBy", "SessionId", "SessionKey", "Twin", "Verdict")

SessionId = NewType("SessionId", UUID)
# What a session is whenever it is imported: its file and its place in it, else its id.
SessionKey = NewType("SessionKey", str)


class LinkedBy(StrEnum):
    """Who found that two sessions are one."""

    AUTOMATIC = "automatic"
    PERSON = "person"


@final
class Twin(Struct, frozen=True, kw_only=True):
    """How alike two sessions are; a ratio is of the less to the more, None where one has no figure.

    `shift_s` is by how many whole quarters of an hour their clocks differ, and `apart_s` what is
    left between their starts then; `overlap_share` is of the shorter one. Where one lies within the
    other the ratios of figures are of the time they share, and `ground_share` is how much of its
    way they were near each other. `sure` says that they are one; if they are not surely, they only
    look alike.
    """

    apart_s: float
    shift_s: int
    overlap_share: float
    elapsed_ratio: float
    distance_ratio: float | None
    heart_rate_ratio: float | None
    sure: bool
    power_ratio: float | None = None
    ground_share: float | None = None

    def surely(self, *, sure: bool) -> Twin:
        """This likeness, sure or not."""
        return Twin(
            apart_s=self.apart_s,
            shift_s=self.shift_s,
            overlap_share=self.overlap_share,
            elapsed_ratio=self.elapsed_ratio,
            distance_ratio=self.distance_ratio,
            heart_rate_ratio=self.heart_rate_ratio,
            sure=sure,
            power_ratio=self.power_ratio,
            ground_share=self.ground_share,
        )


@final
class Link(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The place of a session among those that are one training; `lead` is the one that counts.

    `to` is the session it was found to be, as `twin` says. `gives` are the channels the lead has
    from it, whose times are those of its own streams and `offset_ms`.
    """

    lead: SessionId
    by: LinkedBy = LinkedBy.AUTOMATIC
    to: SessionId | None = None
    twin: Twin | None = None
    gives: tuple[Channel, ...] = ()
    offset_ms: int = 0


@final
class Verdict(Struct, frozen=True):
    """What the person said of two sessions: that they are one training, or that they are not."""

    one: SessionKey
    other: SessionKey
    together: bool
    at: Instant

    def __post_init__(self) -> None:
        if self.one >= self.other:
            raise ValueError("a pair is two, in order")
