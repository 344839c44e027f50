"""What a receipt tells of what was not taken, and what it keeps to itself (docs/rules.md, IMP)."""

from __future__ import annotations

import json
import string

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.samples import gpx, track
from tests.strategies.imports import Told, finds, imports_over, piece, world
from tests.support import good
from vegaloop.activity import ActivityQuery
from vegaloop.imports import Fate, Item, Place
from vegaloop.imports.domain.found import Found, NotTaken, Unsupported
from vegaloop.imports.domain.reasons import BeyondSensor, Undated
from vegaloop.kernel.formats import Damaged

RIDE = gpx(
    track("cycling", [("2025-05-01T10:00:00Z", 48.0, 11.5), ("2025-05-01T10:00:09Z", 48.1, 11)])
)
NOT_BROKEN = (Unsupported("insulin"), BeyondSensor("LO"))
ALL = ActivityQuery()
BROKEN = (Damaged("csv", 7, 1, "a line without an end"), Undated("a time"))
WORDS = st.text(string.ascii_lowercase, min_size=6, max_size=12)


def told_of(data: bytes) -> tuple[Item, ...]:
    vega, me = world()
    brought = vega.imports.bring(me, "x", [piece(data, "x")])
    return tuple(one.item for one in good(vega.imports.items(me, brought.id)))


class TestImp19:
    """IMP-19. What there is no room for is unsupported; what is broken, or cannot be, is refused."""

    @given(st.lists(st.sampled_from([*NOT_BROKEN, *BROKEN]), max_size=8), st.lists(finds()))
    def test_counted_apart(self, reasons: list[msgspec.Struct], others: list[Found]) -> None:
        found = [NotTaken(Place("a.csv"), "thing", reason) for reason in reasons]
        taken = [one for one in others if not isinstance(one, NotTaken)]
        vega, me = world()
        done = imports_over(vega, Told([*found, *taken])).bring(me, "x", [piece()])
        assert done.counts.unsupported == sum(reason in NOT_BROKEN for reason in reasons)
        assert done.counts.refused == sum(reason in BROKEN for reason in reasons)
        assert done.counts.taken == len(taken)


class TestImp28:
    """IMP-28. Of a file nobody knows no more is told than its first four bytes, the words of its own name, what it is written in, and of a JSON document the names of its first four fields."""

    @given(st.lists(WORDS, min_size=2, max_size=5, unique=True), st.sampled_from(",;:\t \n"))
    def test_lines(self, words: list[str], mark: str) -> None:
        self._is_silent(mark.join(words).encode(), words)

    @given(st.lists(WORDS, min_size=2, max_size=5, unique=True))
    def test_documents(self, words: list[str]) -> None:
        field, *others = words
        self._is_silent(json.dumps(dict.fromkeys(["field"], words)).encode(), words)
        self._is_silent(json.dumps([{f"{one}@x.y": one} for one in words]).encode(), words)
        self._is_silent(json.dumps(words).encode(), words)
        self._is_silent(json.dumps({field: dict.fromkeys(others, field)}).encode(), others)

    @given(st.lists(WORDS, min_size=1, max_size=9, unique=True), st.booleans())
    def test_names_of_fields(self, words: list[str], several: bool) -> None:
        document = dict.fromkeys(words, 1)
        (item,) = told_of(json.dumps([document] if several else document).encode())
        sort = "list of objects" if several else "object"
        assert json.loads(item.reason or "")["what"] == f"{sort} with {', '.join(words[:4])}"

    @given(st.lists(WORDS, min_size=1, max_size=5, unique=True))
    def test_bytes(self, words: list[str]) -> None:
        self._is_silent(b"\x00\x01\x02\x03" + "".join(words).encode(), words)

    def _is_silent(self, data: bytes, words: list[str]) -> None:
        (item,) = told_of(data)
        told = msgspec.json.encode(item).decode()
        assert item.fate in {Fate.REFUSED, Fate.UNSUPPORTED}
        assert not [word for word in words if word in told or word.encode().hex() in told]


class TestImp29:
    """IMP-29. A training the person removed is known, and stays removed."""

    def test_removed(self) -> None:
        vega, me = world()
        first = vega.imports.bring(me, "x", [piece(RIDE, "x.gpx")])
        (kept,) = [one.item for one in good(vega.imports.items(me, first.id))]
        (session,) = vega.activity.activities(me, ALL)
        good(vega.activity.remove(me, session.id))
        again = vega.imports.bring(me, "x", [piece(RIDE, "y.gpx")])
        (item,) = [one.item for one in good(vega.imports.items(me, again.id))]
        assert (item.fate, item.remarks) == (Fate.KNOWN, ("left-removed",))
        assert kept.ids == (str(session.id),)
        assert vega.activity.activities(me, ALL) == ()
