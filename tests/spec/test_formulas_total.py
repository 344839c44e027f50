"""Every public formula of nutrition is total, as a rule. The class quotes the rule it holds."""

from __future__ import annotations

import inspect
import math
from collections.abc import Iterator, Mapping
from enum import Enum
from itertools import product
from types import FunctionType, ModuleType, UnionType
from typing import Final, Union, get_args, get_origin, get_type_hints

import msgspec
import pytest

from vegaloop.kernel.result import Failure, Success
from vegaloop.nutrition import formulas as nutrition

HARD: Final = (math.nan, math.inf, -math.inf, -1.0, 0.0, 1.0, 70.0, 1e300, -1e300, 5e-324)
PLAIN: Final = 70.0
# Seen to be built by other formulas alone; a value object refuses the impossible by itself.
REFUSED: Final = (ValueError,)


def functions_of(door: ModuleType) -> Iterator[tuple[str, FunctionType]]:
    for name in sorted(door.__all__):
        one = getattr(door, name)
        if inspect.isfunction(one):
            yield f"{door.__name__.split('.')[1]}.{name}", one


def built(kind: object, number: float) -> object:  # noqa: C901  # one branch a kind of type
    """Make an argument of a declared type out of one number, or refuse as its type does."""
    origin, parts = get_origin(kind), get_args(kind)
    if kind is float:
        return number
    if kind is int:
        return int(number) if math.isfinite(number) and abs(number) < 1e6 else 10**6
    if kind is bool:
        return number > 0
    if kind is str:
        return ""
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next(iter(kind))
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        hints = get_type_hints(kind)
        fields = msgspec.structs.fields(kind)
        return kind(**{one.name: built(hints[one.name], number) for one in fields})
    if origin in {Union, UnionType}:
        return built(next(one for one in parts if one is not type(None)), number)
    if origin is tuple:
        if parts[-1] is Ellipsis:
            return (built(parts[0], number),) * 3
        return tuple(built(one, number) for one in parts)
    if inspect.isclass(origin) and issubclass(origin, Mapping):
        return {built(parts[0], number): built(parts[1], number)}
    if inspect.isclass(origin) and origin.__module__ == "collections.abc":
        return (built(parts[0], number),) * 3
    if origin is Success or origin is Failure:
        return origin(built(parts[0], number))
    return kind() if inspect.isclass(kind) else number


def finite(value: object) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, Success):
        return finite(value.value_or(None))
    if isinstance(value, tuple | list):
        return all(map(finite, value))
    if isinstance(value, dict):
        return all(map(finite, value.values()))
    if isinstance(value, msgspec.Struct):
        return all(finite(getattr(value, name)) for name in value.__struct_fields__)
    return True


def answers(one: FunctionType) -> Iterator[tuple[tuple[object, ...], object]]:
    """Ask a formula with every pair of hard numbers, and with each alone among plain ones."""
    hints = get_type_hints(one)
    asked = inspect.signature(one).parameters
    names = tuple(asked)
    by_name = {name for name in names if asked[name].kind is inspect.Parameter.KEYWORD_ONLY}
    kinds = [hints[name] for name in names]
    rows = [tuple(row) for number in HARD for row in _rows(len(kinds), number)]
    for row in rows:
        try:
            given = tuple(built(kind, number) for kind, number in zip(kinds, row, strict=True))
            named = dict(zip(names, given, strict=True))
            plain = [named.pop(name) for name in names if name not in by_name]
            answer = one(*plain, **named)
        except REFUSED:
            continue
        yield given, answer


def _rows(width: int, number: float) -> Iterator[tuple[float, ...]]:
    yield (number,) * width
    for place, other in product(range(width), (PLAIN, 1.0)):
        yield tuple(number if n == place else other for n in range(width))


@pytest.mark.parametrize(
    "one",
    [pytest.param(f, id=name) for door in (nutrition,) for name, f in functions_of(door)],
)
class TestNut107:
    """NUT-107. Every public formula answers a finite number or a reason, whatever numbers it is given."""

    def test_it_does(self, one: FunctionType) -> None:
        for given, answer in answers(one):
            if isinstance(answer, Failure):
                continue
            assert finite(answer), given
