"""What is taken of a document that breaks off (docs/rules.md, IMP)."""

from __future__ import annotations

import datetime as dt
import json
import time

from hypothesis import given
from hypothesis import strategies as st

from tests.readers.clinical import observation, quantity
from tests.readers.vendor_files import of_kind
from tests.strategies.imports import piece, world
from vegaloop.imports.adapters.everything import Everything
from vegaloop.imports.adapters.readers.common.body_values import weight_of
from vegaloop.imports.domain.found import FoundReading, NotTaken
from vegaloop.kernel.formats import Damaged
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import value_in
from vegaloop.kernel.time import UTC_ZONE

AT_HOME = Profile(home_zone=UTC_ZONE)
BEGAN = dt.datetime(2024, 5, 1, 8, tzinfo=dt.UTC)


def weighed(day: int) -> dict[str, object]:
    """A weight of one of some days."""
    when = {"effectiveDateTime": (BEGAN + dt.timedelta(days=day)).isoformat()}
    return observation("29463-7", quantity(60 + day, "kg"), when)


def broken(what: str, bug: Exception) -> None:
    """Say that a reader gave up."""
    raise AssertionError(what) from bug


class TestImp81:
    """IMP-81. A list of documents that breaks off gives those that are whole before the break, and is told with the byte it breaks off at."""

    @given(st.integers(1, 8), st.data())
    def test_wherever_it_is_cut(self, days: int, data: st.DataObject) -> None:
        written = json.dumps([weighed(day) for day in range(days)]).encode()
        ends = [len(json.dumps([weighed(n) for n in range(day + 1)])) - 1 for day in range(days)]
        cut = data.draw(st.integers(1, len(written) - 1) | st.sampled_from(ends))
        read = Everything(world()[0].foods, broken, time.monotonic).read
        found = list(read([piece(written[:cut], "weights.json")], AT_HOME))
        whole = sum(end <= cut for end in ends)
        masses = [one.reading.value for one in of_kind(found, FoundReading)]
        assert masses == [value_in(weight_of(60.0 + day)) for day in range(whole)]
        (told,) = of_kind(found, NotTaken)
        assert told.reason == Damaged("json", cut, None, "ends early")
