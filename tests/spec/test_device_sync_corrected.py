"""What a person put right at a vendor. Each class quotes the rule it holds (docs/rules.md)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.faults.sites import WHO, site
from tests.support import NOW, at_most, good
from vegaloop.activity import ActivityQuery, Channel
from vegaloop.device_sync.domain.vendor import Vendor
from vegaloop.kernel.time import later

BEGAN_S = int(NOW.timestamp()) - 9_000


def run(name: str, meters: float) -> Mapping[str, object]:
    """A run of half an hour, as Garmin sums it up."""
    return {
        "userId": WHO,
        "summaryId": "900",
        "activityId": 900,
        "activityType": "RUNNING",
        "activityName": name,
        "startTimeInSeconds": BEGAN_S,
        "startTimeOffsetInSeconds": 3_600,
        "durationInSeconds": 1_800,
        "distanceInMeters": meters,
    }


def details(of: Mapping[str, object]) -> Mapping[str, object]:
    """The same run with its samples."""
    samples = [
        {
            "startTimeInSeconds": BEGAN_S + second,
            "heartRate": 150,
            "totalDistanceInMeters": 5_000 * second / 1_800,
            "clockDurationInSeconds": second,
            "timerDurationInSeconds": second,
        }
        for second in range(0, 1_801, 10)
    ]
    named = {"userId": WHO, "summaryId": "900-detail", "activityId": 900}
    return named | {"summary": dict(of), "samples": samples}


class TestDsy127:
    """DSY-127. What a person put right at Garmin is what their training says, with the samples that were told of it, in whatever order they came."""

    @given(st.integers(0, 2), st.booleans())
    @settings(max_examples=at_most(6))
    def test_it_is(self, place: int, is_alone: bool) -> None:
        told = run("Run", 5_000)
        pushes = [
            *([] if is_alone else [("activities", told)]),
            ("manuallyUpdatedActivities", run("Race", 5_200) | {"manual": True}),
        ]
        pushes.insert(place, ("activityDetails", details(told)))
        with site() as here:
            here.connect(Vendor.GARMIN)
            for name, one in pushes:
                here.clock.set(later(here.clock.now(), dt.timedelta(minutes=1)))
                here.hook(Vendor.GARMIN, json.dumps({name: [one]}).encode())
                here.work()
            activity = here.vega.activity
            (one,) = activity.activities(here.person, ActivityQuery(most=10))
            distance = one.facts.totals.distance
            assert (one.spoken.name, distance and distance.meters) == ("Race", 5_200)
            assert Channel.HEART_RATE in good(activity.streams(here.person, one.id)).channels
