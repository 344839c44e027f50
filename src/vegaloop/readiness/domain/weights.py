"""How much more or less than usual a person wants a signal to count."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Self, final

from msgspec import Struct

from vegaloop.kernel.errors import OutOfRange
from vegaloop.kernel.result import Failure, Result, Success, all_of
from vegaloop.kernel.signal import SignalName
from vegaloop.readiness.domain.model import Part

FACTOR_LEAST: Final = 0.5
FACTOR_MOST: Final = 2.0


@final
class Emphasis(Struct, frozen=True):
    """One signal, and how many times its usual weight it counts."""

    name: SignalName
    factor: float

    def __post_init__(self) -> None:
        if not FACTOR_LEAST <= self.factor <= FACTOR_MOST:
            raise ValueError(f"a factor of {self.factor} cannot be")

    @classmethod
    def of_factor(cls, name: SignalName, factor: float) -> Result[Self, OutOfRange]:
        """Read a factor, which must lie within [0.5, 2]."""
        if not FACTOR_LEAST <= factor <= FACTOR_MOST:
            return Failure(OutOfRange(name, factor, FACTOR_LEAST, FACTOR_MOST))
        return Success(cls(name, factor))


@final
class Weights(Struct, frozen=True):
    """The weights of the model, some of them emphasised; of two for one signal the last counts."""

    emphases: tuple[Emphasis, ...] = ()

    def weight_of(self, part: Part) -> float:
        """Weigh a part of the model for this person."""
        factors = {emphasis.name: emphasis.factor for emphasis in self.emphases}
        return part.weight * factors.get(part.name, 1.0)


USUAL_WEIGHTS: Final = Weights()


def weights_of(
    factors: Iterable[tuple[SignalName, float]],
) -> Result[Weights, tuple[OutOfRange, ...]]:
    """Read the weights a person chose, keeping every error."""
    match all_of(Emphasis.of_factor(name, factor) for name, factor in factors):
        case Success(emphases):
            return Success(Weights(emphases))
        case Failure(errors):
            return Failure(errors)
