"""What is held because of something that was told, so that it can be taken out when it is untold."""

from __future__ import annotations

from typing import TypeAlias, final

from msgspec import Struct

from vegaloop.biometrics import Kind, Metric
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.time import Instant

__all__ = ("Held", "HeldActivity", "HeldMeal", "HeldReading", "HeldSamples")


@final
class HeldActivity(Struct, frozen=True, tag="activity"):
    """A session, by what its source calls it."""

    source: SourceId
    external_id: str


@final
class HeldReading(Struct, frozen=True, tag="reading"):
    """A reading of a body, by what makes it the same one."""

    kind: Kind
    source: SourceId
    began_at: Instant


@final
class HeldSamples(Struct, frozen=True, tag="samples"):
    """The samples of a series from one instant up to another."""

    metric: Metric
    source: SourceId
    start: Instant
    end: Instant


@final
class HeldMeal(Struct, frozen=True, tag="meal"):
    """A meal, by what its source calls it."""

    source: SourceId
    key: str


Held: TypeAlias = HeldActivity | HeldReading | HeldSamples | HeldMeal
