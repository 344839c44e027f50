"""Answers of vendors' web APIs: written by the schemas of their contracts, and compared as told."""

from __future__ import annotations

import copy
import datetime as dt
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from hypothesis import strategies as st
from msgspec.structs import replace

from tests.readers.vendor_files import documents_in
from tests.support import SHARED
from vegaloop.biometrics import Sleep
from vegaloop.imports.domain.found import (
    Found,
    FoundMeal,
    FoundReading,
    FoundRecording,
    FoundSample,
    NotTaken,
    Place,
)

# What a field of a name holds, of records of a day, where its schema says too little.
Known = Callable[[str, dt.date], object]
CONTRACTS = SHARED / "contracts"
_NOWHERE = Place("x")
_WHOLE_DAY_S = 23 * 3_600.0


def told(found: list[Found]) -> Counter[object]:
    """What is found, how often, wherever it stood."""
    counts: Counter[object] = Counter()
    for one in found:
        if isinstance(one, NotTaken):
            counts[one.what, one.reason] += one.count
        else:
            counts[replace(one, place=_NOWHERE)] += 1
    return counts


def read(document: object, name: str = "x.json") -> Counter[object]:
    """What is told of a document."""
    return told(documents_in(document, name=name))


def names_of(found: list[Found]) -> list[object]:
    """What makes each find the same one the next time, in order."""
    names: list[object] = []
    for one in found:
        match one:
            case FoundSample(_, metric, source, sample):
                whole = sample.length_s >= _WHOLE_DAY_S  # Known by its day (BIO-144).
                at = sample.moment.local_date if whole else (sample.moment.at, sample.length_s)
                names.append((metric, source, at))
            case FoundReading(_, new):
                value = new.value
                began = value.start if isinstance(value, Sleep) else new.moment.at
                names.append((type(value), new.source, began))
            case FoundRecording():
                names.append((one.source, one.external_id))
            case FoundMeal():
                names.append(one.key)
    return names


@cache
def schemas_of(contract: str) -> Mapping[str, Any]:
    """The schemas of a contract."""
    text = (CONTRACTS / contract).read_text(encoding="utf-8")
    return json.loads(text)["components"]["schemas"]


def filled(
    contract: str,
    schema: str,
    known: Known,
    day: dt.date = dt.date(2024, 6, 1),
    number: Callable[[], int] = lambda: 61,
) -> Any:
    """A record with every field its schema has; `number` gives what is counted in them."""

    def of(schema: Any, name: str) -> Any:
        given = known(name, day)
        if given is not None:
            return given
        if "$ref" in schema:
            return of(schemas_of(contract)[schema["$ref"].rpartition("/")[2]], name)
        if "anyOf" in schema:
            return of(schema["anyOf"][0], name)
        if "properties" in schema:
            return {key: of(one, key) for key, one in schema["properties"].items()}
        if "enum" in schema:
            return schema["enum"][0]
        if schema.get("type") == "array":
            return [of(schema.get("items", {}), name)]
        if schema.get("type") in ("integer", "number"):
            return number() / (1 if schema["type"] == "integer" else 2)
        return schema.get("example", True if schema.get("type") == "boolean" else "abc")

    return of(schemas_of(contract)[schema], "")


@st.composite
def records(draw: st.DrawFn, contract: str, schema: str, known: Known) -> Any:
    """A record of a schema, of some day."""
    day = draw(st.dates(dt.date(2012, 1, 1), dt.date(2025, 1, 1)))
    numbers = st.integers(40, 90)
    return filled(contract, schema, known, day, lambda: draw(numbers))


def assert_pages_do_not_matter(one: object, two: object, page: Callable[..., object]) -> None:
    """Two records are told the same alone, in a list and in pages, in any order and apart."""
    apart = read(page(one)) + read(page(two))
    assert apart
    assert read(one) == read([one]) == read(page(one))
    assert read(page(one, two)) == read(page(two, one)) == apart


def passed_over(record: Any, page: Callable[[Any], object], silent: str) -> set[str]:
    """The fields that could be left out, besides the silent ones, and nothing else would be told."""
    whole, quiet = read(page(record)), set(silent.split())
    return {
        ".".join(path)
        for path in _paths(record)
        if not quiet.intersection(path) and _read_or_none(page(_without(record, path))) == whole
    }


def _read_or_none(document: object) -> Counter[object] | None:
    """What is told of a document; none where it is not known any more."""
    try:
        return read(document)
    except AssertionError:
        return None


def _paths(record: dict[str, Any], before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The fields of a record, and of the records right in it."""
    for name, held in record.items():
        yield (*before, name)
        if isinstance(held, dict) and not before:
            yield from _paths(held, (name,))


def _without(record: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    less = copy.deepcopy(record)
    held = less
    for name in path[:-1]:
        held = held[name]
    del held[path[-1]]
    return less
