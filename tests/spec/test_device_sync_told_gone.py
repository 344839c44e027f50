"""What a vendor tells to be deleted before all of it knows of that. Each class quotes its rule."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from tests.device_sync.fake_vendor import Ask, Reply
from tests.faults.sites import WHO, Site, site
from vegaloop.activity import ActivityQuery
from vegaloop.device_sync import State, Vendor
from vegaloop.device_sync.adapters.plain import sentence_of
from vegaloop.device_sync.domain.trouble import StillThere

_LONG_AGO_DAYS = 30  # No window reaches back so far.
_SOON = dt.timedelta(seconds=2)


def _ridden(at: Site) -> None:
    """Let a ride of long ago be here."""
    at.ride(1, day=_LONG_AGO_DAYS)
    at.connect(Vendor.STRAVA)
    at.work()
    at.told(1, word="update")
    at.work()
    assert _names(at) == ["ride 1"]
    at.clock.set(at.clock.now() + _SOON)


def _deleted(at: Site, replies: list[int]) -> None:
    """Let it be deleted, and the next answers be of parts of the vendor that do not know of it."""
    ride = at.store.one(WHO, "activities", "1")
    assert ride is not None
    body, usual = json.dumps(ride.data).encode(), at.vendor.answers
    at.store.delete("activities", "1")

    def answer(ask: Ask) -> Reply:
        if ask.path.endswith("/activities/1") and replies:
            return Reply(replies.pop(0), body)
        return usual(ask)

    at.vendor.answers = answer
    at.told(1, word="delete")
    at.work()


def _names(at: Site) -> list[str | None]:
    return [
        one.spoken.name for one in at.vega.activity.activities(at.person, ActivityQuery(most=9))
    ]


class TestDsy133:
    """DSY-133. What a vendor tells to be deleted and still has is asked for twice more before what it has is believed; where it does not have it then it is gone, whatever of it was fetched meanwhile."""

    @pytest.mark.parametrize(
        ("replies", "is_gone"),
        [
            ([], True),
            ([200], True),
            ([200, 200], True),
            ([200, 200, 200], False),
            ([500, 200, 200], True),
            ([200, 500, 200, 200], True),
            ([200, 429, 200, 200], False),
        ],
    )
    def test_it_is_asked_for_again(self, replies: list[int], is_gone: bool) -> None:
        with site() as at:
            _ridden(at)
            _deleted(at, replies)
            while at.deliveries(State.WAITING):
                at.next()
            assert replies == []
            assert _names(at) == ([] if is_gone else ["ride 1"])
            assert {one.state for one in at.deliveries()} == {State.DONE}

    def test_meanwhile_it_is_told_why(self) -> None:
        with site() as at:
            _ridden(at)
            _deleted(at, [200])
            (waiting,) = at.deliveries(State.WAITING)
            assert waiting.trouble == StillThere("data")
            assert "still has it" in sentence_of(Vendor.STRAVA, waiting.trouble)

    def test_what_is_fetched_meanwhile_does_not_bring_it_back(self) -> None:
        with site() as at:
            _ridden(at)
            _deleted(at, [200, 200])
            at.clock.set(at.clock.now() + _SOON)
            at.told(1, word="update")
            at.work()
            assert _names(at) == ["ride 1"]
            while at.deliveries(State.WAITING):
                at.next()
            assert _names(at) == []
