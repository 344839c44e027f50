"""Every public formula is fed what no formula should be fed. The class quotes the rule it holds."""

from __future__ import annotations

import inspect
import itertools
import math
from collections.abc import Callable, Iterator

import msgspec
import pytest

import vegaloop.biometrics.formulas as door
from vegaloop.biometrics.formulas import Pnn50Denominator, Pressure
from vegaloop.kernel.person import Sex
from vegaloop.kernel.result import Failure, Success

WILD = (math.nan, math.inf, -math.inf, -1.0, 0.0, 5e-324, 1.5, 60.0, 1e300)
SERIES: tuple[list[float], ...] = (
    [],
    [math.nan],
    [math.inf, 1.0],
    [-1.0] * 20,
    [0.0] * 70,
    [1e300, -1e300] * 10,
    [5e-324] * 3,
    [800.0 + n % 7 for n in range(70)],
)
FORMULAS = tuple(name for name in door.__all__ if inspect.isfunction(getattr(door, name)))


def wild_for(annotation: str) -> tuple[object, ...]:
    """What a parameter of that type may be given, and what it should not be."""
    if "Sex" in annotation:
        return tuple(Sex)
    if "Denominator" in annotation:
        return tuple(Pnn50Denominator)
    if "Pressure" in annotation:
        pairs = [[Pressure(a, b)] for a, b in zip(WILD, WILD[::-1], strict=True)]
        return ([], [[]], *([pair, pair] for pair in pairs))
    if "WeighIns" in annotation or "tuple[float, float" in annotation:
        lists = [[(one, two) for one, two in zip(a, a[::-1], strict=True)] for a in SERIES]
        return (
            *lists,
            [(float(n), 70.0) for n in range(5)],
            [(n * 1e-160, 70.0 + n) for n in range(4)],
        )
    if "Sequence[Epochs]" in annotation:
        return ([], [[]], [[], [True]], [[True, None], [False, True]], [[None], [None]])
    if "Epochs" in annotation:
        return ([], [None], [True], [False, True, None, False])
    if "Sequence" in annotation:
        return (*SERIES, *([[None]] if "None" in annotation else []))
    if annotation in {"int", "int | None"}:
        return (-1, 0, 1, 3, 64, 10**9, *([None] if "None" in annotation else []))
    return (*WILD, *([None] if "None" in annotation else []))


def calls_of(formula: Callable[..., object]) -> Iterator[tuple[object, ...]]:  # type: ignore[explicit-any]  # Of any arguments.
    """Every argument in turn wild, the others each way once."""
    choices = [wild_for(str(one.annotation)) for one in _given(formula)]
    longest = max(map(len, choices))
    if math.prod(map(len, choices)) <= 1_500:
        yield from itertools.product(*choices)
        return
    for turn, shift in itertools.product(range(longest), range(longest)):
        yield tuple(one[(turn + place * shift) % len(one)] for place, one in enumerate(choices))


def _given(formula: Callable[..., object]) -> list[inspect.Parameter]:  # type: ignore[explicit-any]  # Of any arguments.
    given = inspect.signature(formula).parameters.values()
    return [one for one in given if one.kind is not inspect.Parameter.KEYWORD_ONLY]


def numbers_in(value: object) -> Iterator[float]:
    """Every number of an answer, however deep."""
    if isinstance(value, bool | str | None):
        return
    if isinstance(value, int | float):
        yield float(value)
    elif isinstance(value, msgspec.Struct):
        yield from numbers_in([getattr(value, name) for name in value.__struct_fields__])
    elif isinstance(value, tuple | list):
        for one in value:
            yield from numbers_in(one)


class TestBio105:
    """BIO-105. Every public formula of biometrics gives a finite value or a reason, whatever it is given."""

    @pytest.mark.parametrize("name", FORMULAS)
    def test_it_does(self, name: str) -> None:
        formula: Callable[..., object] = getattr(door, name)  # type: ignore[explicit-any]  # Of any arguments.
        for arguments in calls_of(formula):
            match formula(*arguments):
                case Failure():
                    continue
                case Success(value):
                    found = value
                case plain:
                    found = plain
            assert all(abs(one) <= 1e15 for one in numbers_in(found)), (name, arguments, found)
