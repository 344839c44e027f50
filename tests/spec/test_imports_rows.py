"""What stands in a row beside the file of an activity (docs/rules.md, IMP)."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.readers.samples import gpx, track
from tests.strategies.imports import NOW, piece, world
from tests.support import good
from vegaloop.activity import ActivityQuery, Session
from vegaloop.activity.domain.recording import Totals
from vegaloop.imports import Fate

HEADER = "Activity ID,Activity Date,Activity Name,Activity Type,Elapsed Time,Distance,Filename"
FIGURES = "Max Heart Rate,Average Heart Rate,Average Watts,Calories"
BEGAN = NOW - timedelta(days=9)
LASTED_S = 600


def ride(rate: int | None) -> bytes:
    """Ten minutes on a bicycle, with a heart rate or without."""
    beat = "" if rate is None else f"<hr>{rate}</hr>"
    ends = [(BEGAN + timedelta(seconds=s)).isoformat() for s in range(0, LASTED_S + 1, 10)]
    way = [(at, 46 + n / 1_000, 7.0) for n, at in enumerate(ends)]
    return gpx(track("cycling", way, extra=beat))


def exported(file: bytes, figures: str) -> bytes:
    """An export of one activity with its row."""
    packed = io.BytesIO()
    when = f"{BEGAN:%b} {BEGAN.day}, {BEGAN:%Y, %I:%M:%S %p}"
    row = f'1,"{when}",Morning,Ride,{LASTED_S},7.0,activities/1.gpx,{figures}'
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("activities.csv", f"{HEADER},{FIGURES}\n{row}\n")
        archive.writestr("activities/1.gpx", file)
    return packed.getvalue()


def kept_of(data: bytes) -> tuple[Session, list[tuple[Fate, str]]]:
    vega, me = world()
    done = vega.imports.bring(me, "x", [piece(data, "x.zip")])
    items = [one.item for one in good(vega.imports.items(me, done.id))]
    (session,) = vega.activity.activities(me, ActivityQuery())
    return session, [(item.fate, item.what) for item in items]


def figures_of(totals: Totals) -> tuple[float | None, ...]:
    most, mean, power = totals.maximum_heart_rate, totals.average_heart_rate, totals.average_power
    return (
        None if most is None else most.bpm,
        None if mean is None else mean.bpm,
        None if power is None else power.watts,
        None if totals.energy is None else totals.energy.kcal,
    )


class TestImp79:
    """IMP-79. The figures a row has beside the file of an activity stand where the file states none."""

    @given(
        st.none() | st.integers(60, 200),
        st.integers(60, 240),
        st.integers(40, 200),
        st.integers(1, 900),
        st.integers(1, 4_000),
    )
    def test_of_strava(self, own: int | None, most: int, mean: int, watts: int, kcal: int) -> None:
        session, items = kept_of(exported(ride(own), f"{most},{mean},{watts},{kcal}"))
        assert [what for fate, what in items if fate is Fate.KEPT] == ["activity"]
        assert Fate.REFUSED not in {fate for fate, _ in items}
        beats = (most, mean) if own is None else (own, own)
        assert figures_of(session.facts.totals) == (*beats, watts, kcal)
        assert session.facts.totals.elapsed.seconds == LASTED_S

    def test_a_figure_that_cannot_be_is_told(self) -> None:
        session, items = kept_of(exported(ride(None), "150,-3,200,100"))
        assert figures_of(session.facts.totals) == (150, None, 200, 100)
        assert sorted(items) == [(Fate.KEPT, "activity"), (Fate.REFUSED, "activity")]
