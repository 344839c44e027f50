"""Whether a reading counts, what waits beside it, and what its source said before."""

from __future__ import annotations

from typing import TypeAlias, final

from msgspec import Struct

from vegaloop.biometrics.domain.plausible import Implausible, Value
from vegaloop.biometrics.domain.rr import RrIntervals
from vegaloop.kernel.identity import DeviceId
from vegaloop.kernel.time import Instant, Moment

__all__ = ("Accepted", "Correction", "Earlier", "Left", "Quarantined", "Removed", "Standing")


@final
class Accepted(Struct, frozen=True, tag="accepted"):
    """It counts; against these reasons where a person released it."""

    reasons: tuple[Implausible, ...] = ()
    released_at: Instant | None = None

    def __post_init__(self) -> None:
        if bool(self.reasons) != (self.released_at is not None):
            raise ValueError("what is improbable counts only when it was released")


@final
class Quarantined(Struct, frozen=True, tag="quarantined"):
    """It is improbable, and counts in nothing until a person releases it."""

    reasons: tuple[Implausible, ...]


@final
class Removed(Struct, frozen=True, tag="removed"):
    """A person took it out; it is shown to nobody, and no import brings it back."""

    removed_at: Instant


Standing: TypeAlias = Accepted | Quarantined | Removed


@final
class Earlier(Struct, frozen=True, omit_defaults=True):
    """A value its source gave before, or that a person turned down."""

    value: Value
    recorded_at: Instant
    modified_at: Instant | None = None
    turned_down: bool = False


@final
class Left(Struct, frozen=True):
    """Where a reading stood that its source moved, by when it began, and what it said there."""

    began_at: Instant
    value: Value


@final
class Correction(Struct, frozen=True):
    """An improbable value a source gave in the place of one that counts; it waits for a person.

    `rr` is what a variability was computed from.
    """

    value: Value
    moment: Moment
    recorded_at: Instant
    reasons: tuple[Implausible, ...]
    device: DeviceId | None = None
    rr: RrIntervals | None = None
    modified_at: Instant | None = None

    def earlier(self, *, turned_down: bool = False) -> Earlier:
        """Itself as something that was said before, or that a person turned down."""
        return Earlier(self.value, self.recorded_at, self.modified_at, turned_down)
