"""The vectors of the formula book: how they are read, and when a figure agrees with one.

The file is `vectors.json` beside this module, or the one VEGALOOP_VECTORS names.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import msgspec

from vegaloop.kernel.result import Failure, Success

Given = dict[str, Any]
Formula = Callable[[Given], object]
OWN: Final = Path(__file__).with_name("vectors.json")
VARIABLE: Final = "VEGALOOP_VECTORS"
TO_TRUTH: Final = "rmssd_corrected_rel_to_truth"  # How a vector of corrected beats is judged.


class Vector(msgspec.Struct, frozen=True):
    """What a formula must answer to given inputs; None says it has no value there."""

    id: str
    formula: str
    inputs: Given
    expected: Any
    tolerance: dict[str, float] = {}


def vectors() -> tuple[Vector, ...]:
    """Every vector of the file in use."""
    raw = Path(os.environ.get(VARIABLE) or OWN).read_bytes()
    return msgspec.json.decode(raw, type=tuple[Vector, ...])


def plain(value: object) -> object:
    """An answer as the file writes it: a Failure is None, a tuple a list, an infinity "inf"."""
    match value:
        case Success(inner):
            return plain(inner)
        case Failure():
            return None
        case dict():
            return {key: plain(one) for key, one in value.items()}
        case list() | tuple():
            return [plain(one) for one in value]
        case float() if math.isinf(value):
            return "inf"
        case _:
            return value


def agrees(got: object, expected: object, tolerance: dict[str, float]) -> bool:
    """Whether an answer is as near as the vector asks; of a dict the expected keys count."""
    match expected:
        case dict() if got is None:  # A formula without a value has none of its parts either.
            return all(part is None for part in expected.values())
        case dict():
            if TO_TRUTH in tolerance:
                return isinstance(got, dict) and _mended_alike(got, expected, tolerance)
            return isinstance(got, dict) and all(
                key in got and agrees(got[key], one, tolerance) for key, one in expected.items()
            )
        case list():
            return (
                isinstance(got, list)
                and len(got) == len(expected)
                and all(agrees(a, b, tolerance) for a, b in zip(got, expected, strict=True))
            )
        case bool() | str() | None:
            return got == expected
        case int() | float():
            slack = tolerance.get("abs", 0) + tolerance.get("rel", 0) * abs(expected)
            return isinstance(got, int | float) and abs(got - expected) <= slack
        case _:
            raise TypeError(f"a vector cannot expect {expected!r}")


def _mended_alike(got: Given, expected: Given, tolerance: dict[str, float]) -> bool:
    """Whether a mended recording is: its faults counted, and its RMSSD near the truth.

    What another program's repair left is told beside it, and asked of nobody.
    """
    counts = {"abs": tolerance.get("counts", 0)}
    for key, one in expected.items():
        match key:
            case "rmssd_clean_truth":
                near = agrees(got.get("rmssd"), one, {"rel": tolerance[TO_TRUTH]})
            case "rmssd_corrected_reference":
                near = True
            case "rmssd_raw":
                near = agrees(got.get(key), one, {"abs": 1e-6})
            case _ if key.endswith("_min"):
                near = got.get(key.removesuffix("_min"), -1) >= one
            case _:
                near = agrees(got.get(key), one, counts)
        if not near:
            return False
    return True
