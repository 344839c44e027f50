"""What is held because of something that was told, so that it can be taken out when it is untold.

Rule 1: what is held says what it said, as far as several can say the same: samples and readings.
"""

from __future__ import annotations

from typing import TypeAlias, final

from msgspec import Struct

from vegaloop.biometrics import Metric, NewReading
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.time import Instant

__all__ = ("Held", "HeldActivity", "HeldMeal", "HeldName", "HeldReading", "HeldSamples")

# What makes it the one it is, whatever it says.
HeldName: TypeAlias = tuple[str, str, str | Instant]


@final
class HeldActivity(Struct, frozen=True, tag="activity"):
    """A session, by what its source calls it; `at` is when it began, where that is known."""

    source: SourceId
    external_id: str
    at: Instant | None = None

    @property
    def name(self) -> HeldName:
        """What makes it the one it is."""
        return "activity", self.source, self.external_id

    @property
    def span(self) -> tuple[Instant, Instant] | None:
        """The first instant it is of, and the last; None where nobody knows."""
        return None if self.at is None else (self.at, self.at)


@final
class HeldReading(Struct, frozen=True, tag="reading"):
    """A reading of a body."""

    said: NewReading

    @property
    def name(self) -> HeldName:
        """What makes it the one it is."""
        identity = self.said.identity
        return identity.kind.value, identity.source, identity.began_at

    @property
    def span(self) -> tuple[Instant, Instant]:
        """The instant it began."""
        began_at = self.said.identity.began_at
        return began_at, began_at


@final
class HeldSamples(Struct, frozen=True, tag="samples"):
    """Samples of a series, packed; `start` is when the first begins, `last` when the last does."""

    metric: Metric
    source: SourceId
    start: Instant
    last: Instant
    packed: bytes

    @property
    def name(self) -> HeldName:
        """What makes its series the one it is."""
        return "samples", self.source, self.metric.value

    @property
    def span(self) -> tuple[Instant, Instant]:
        """When the first begins, and the last."""
        return self.start, self.last


@final
class HeldMeal(Struct, frozen=True, tag="meal"):
    """A meal, by what its source calls it; `at` is when it was eaten, where that is known."""

    source: SourceId
    key: str
    at: Instant | None = None

    @property
    def name(self) -> HeldName:
        """What makes it the one it is."""
        return "meal", self.source, self.key

    @property
    def span(self) -> tuple[Instant, Instant] | None:
        """When it was eaten; None where nobody knows."""
        return None if self.at is None else (self.at, self.at)


Held: TypeAlias = HeldActivity | HeldReading | HeldSamples | HeldMeal
