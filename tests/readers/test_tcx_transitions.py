"""Transitions of a TCX file, which are sessions of their own as those of FIT are."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from tests.support import good
from vegaloop.activity import Sport
from vegaloop.activity.adapters.readers import read_activity_file

BEGUN = dt.datetime(2024, 6, 10, 6, tzinfo=dt.UTC)


def lap(element: str, at: dt.datetime, seconds: int) -> str:
    return (
        f'<{element} StartTime="{at:%Y-%m-%dT%H:%M:%SZ}"><TotalTimeSeconds>{seconds}'
        f"</TotalTimeSeconds><DistanceMeters>{2 * seconds}</DistanceMeters><Calories>5</Calories>"
        f"<Intensity>Active</Intensity><TriggerMethod>Manual</TriggerMethod></{element}>"
    )


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 4_000)), min_size=1, max_size=5))
def test_each_is_kept_in_its_place(parts: list[tuple[bool, int]]) -> None:
    at, written = BEGUN, []
    for is_transition, seconds in parts:
        inner = lap("Transition" if is_transition else "Lap", at, seconds)
        if not is_transition:
            inner = f'<Activity Sport="Biking"><Id>{at:%Y-%m-%dT%H:%M:%SZ}</Id>{inner}</Activity>'
        written.append(f"<NextSport>{inner}</NextSport>")
        at += dt.timedelta(seconds=seconds)
    data = (
        "<TrainingCenterDatabase><Activities><MultiSportSession>"
        f"{''.join(written)}</MultiSportSession></Activities></TrainingCenterDatabase>"
    )
    found = good(read_activity_file(data.encode())).recordings
    sports = [Sport.TRANSITION if is_transition else Sport.CYCLING for is_transition, _ in parts]
    assert [one.sport for one in found] == sports
    assert [one.totals.elapsed.seconds for one in found] == [seconds for _, seconds in parts]
    for one in found:
        assert [one.laps[0].trigger, one.laps[0].intensity] == ["manual", "active"]
