"""What must be fast beside being right: `python -m tests.faults.speed`."""

from __future__ import annotations

import time
from functools import partial
from typing import Final

from tests.benchmarks import hooks
from tests.faults.figures import Figures, at_most, exactly, leave, number_given, on_both_engines
from tests.faults.manners_told import workout
from tests.faults.sites import site
from vegaloop.activity import ActivityQuery
from vegaloop.device_sync import Vendor

ACTIVITIES: Final = 50


def seen_after_a_sync(url: str) -> Figures:
    """Let a vendor have so many activities when somebody connects it."""
    with site(url=url) as at:
        for number in range(ACTIVITIES):
            at.store.put(workout(number, at))
        began = time.monotonic()
        at.connect(Vendor.WHOOP)
        at.work()
        seen = at.vega.activity.activities(at.person, ActivityQuery(most=1_000))
        took_s = time.monotonic() - began
    return Figures(
        (exactly("activities", len(seen), ACTIVITIES), at_most("visible after s", took_s, 3.0))
    )


if __name__ == "__main__":
    seconds = number_given(1, int(hooks.SECONDS))
    leave(
        {
            "webhooks, SQLite": partial(hooks.measure, seconds),
            **on_both_engines("a sync", seen_after_a_sync),
        }
    )
