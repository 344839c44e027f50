"""Records of vendors' APIs brought again: the same are known, edited ones take their place."""

from __future__ import annotations

import copy
import datetime as dt
import json
from collections.abc import Callable, Iterator
from random import Random
from typing import Any, Final

import pytest

from tests.readers import test_fitbit_answers as fitbit
from tests.readers import test_oura_answers as oura
from tests.readers import test_polar_answers as polar
from tests.readers import test_withings_answers as withings
from tests.readers.answers import filled
from tests.readers.mutators import with_junk
from tests.readers.test_cloud_mutations import answered
from tests.strategies.imports import piece, world
from tests.support import good, needs_shared_data
from vegaloop.imports import Fate

_DAY: Final = dt.date(2024, 6, 1)
# A document of every kind, with a number in all that is counted in it.
Write = Callable[[int], Any]


def _of_oura(kind: str) -> Write:
    return lambda number: oura._page(
        oura._kind_of_session(filled(oura._CONTRACT, kind, oura._known, _DAY, lambda: number))
    )


def _of_withings(kind: str) -> Write:
    return lambda number: withings._answer(
        kind,
        withings._of(kind, filled(withings._CONTRACT, kind, withings._known, _DAY, lambda: number)),
    )


def _of_polar(kind: str) -> Write:
    return lambda number: polar._of(
        kind, filled(polar._CONTRACT, kind, polar._known, _DAY, lambda: number)
    )


def _of_fitbit(kind: str) -> Write:
    record, name, beside = fitbit._KINDS[kind]

    def write(number: int) -> object:
        changed = _counted(record(_DAY), number)
        return {name: [changed], **beside}

    return write


def _counted(value: Any, number: int) -> Any:
    """Put a number in all that is a fraction of something, which no name is."""
    if isinstance(value, dict):
        return {name: _counted(one, number) for name, one in value.items()}
    return value + (number - 61) / 4 if isinstance(value, float) else value


def _documents() -> Iterator[tuple[str, Write]]:
    for name, kinds, of in (
        ("oura", oura._KINDS, _of_oura),
        ("withings", withings._LISTED, _of_withings),
        ("polar", polar._LISTED, _of_polar),
        ("fitbit", fitbit._KINDS, _of_fitbit),
    ):
        yield from ((f"{name} {kind}", of(kind)) for kind in kinds)


DOCUMENTS: Final = dict(_documents())


@needs_shared_data
@pytest.mark.parametrize("kind", DOCUMENTS)
def test_the_same_is_known_and_an_edited_one_takes_its_place(kind: str) -> None:
    vega, me = world()

    def fates(document: object) -> set[Fate]:
        brought = vega.imports.bring(me, "x", [piece(json.dumps(document).encode(), "x.json")])
        items = [one.item for one in good(vega.imports.items(me, brought.id))]
        # What is in quarantine is kept there in each of its editions.
        taken = {one.fate for one in items if "quarantined" not in one.remarks}
        return taken - {Fate.REFUSED, Fate.UNSUPPORTED}

    write = DOCUMENTS[kind]
    first = fates(write(61))
    assert first <= {Fate.KEPT}
    assert fates([write(61)] if kind.startswith("polar") else write(61)) <= {Fate.KNOWN}
    assert fates(write(62)) <= {Fate.REPLACED, Fate.KNOWN}
    assert fates(write(62)) <= {Fate.KNOWN}


@needs_shared_data
@pytest.mark.parametrize("seed", range(2))
def test_changed_answers_end_in_an_answer(seed: int) -> None:
    chance, found = Random(seed), 0  # Not for secrets.
    for _ in range(150):
        document = copy.deepcopy(chance.choice([*DOCUMENTS.values()])(61))
        found += answered("x.json", json.dumps(with_junk(document, chance)).encode()) > 0
    assert found > 50
