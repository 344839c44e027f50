"""Google Health from end to end: connected, read, told of a change, and changed."""

from __future__ import annotations

import datetime as dt

from tests.device_sync.fake_vendor import Thing
from tests.device_sync.vendors.driving import KEYS
from tests.http.syncing import GOOGLE_SAYS, HOOKS, Synced, address
from tests.readers.google_points import date, exercise, sleep, summed
from tests.support import NOW, at
from vegaloop.device_sync import Vendor

GOOGLE = Vendor.GOOGLE_HEALTH
WHO = HOOKS[GOOGLE].account
AUTHORISED = {"authorization": f"Bearer {KEYS.word}"}
DAY = dt.date(2026, 3, 1)


def put(sync: Synced, form: str, data: dict[str, object]) -> None:
    """Let Google have a point of that day."""
    began = at(dt.datetime.combine(DAY, dt.time(6), dt.UTC))
    sync.store.put(Thing(form=form, id=form, account=WHO, at=began, modified_at=at(NOW), data=data))


def kinds(sync: Synced) -> list[str]:
    """The kinds of readings there are."""
    return sorted(one["value"]["kind"] for one in sync.client.get("/v1/readings").json()["data"])


class TestWhole:
    def test_what_is_there_is_read_and_a_notification_brings_what_changed(
        self, sync: Synced
    ) -> None:
        put(sync, "exercise", {"dataPointName": "users/x/7", "exercise": exercise(DAY)})
        put(sync, "sleep", {"dataPointName": "users/x/8", "sleep": sleep(DAY)})
        put(sync, "steps", summed("steps", DAY))
        resting = {"date": date(DAY), "beatsPerMinute": "55"}
        put(sync, "daily-resting-heart-rate", {"dailyRestingHeartRate": resting})
        sync.connect(GOOGLE, WHO, since="2026-02-25")
        sync.work()
        (run,) = sync.client.get("/v1/activities").json()["data"]
        assert (run["sport"], run["source"]["source"]) == ("running", "google_health")
        told = sync.client.get("/v1/sync").json()["vendors"]
        (google,) = [one for one in told if one["vendor"] == GOOGLE]
        assert (google["name"], google["trouble"]) == ("Google Health", None)
        assert not any(gap["missing_days"] for gap in google["gaps"])

        assert kinds(sync) == ["resting_heart_rate", "sleep"]
        sync.store.delete("sleep", "sleep")
        answer = sync.client.post(address(GOOGLE), content=GOOGLE_SAYS, headers=AUTHORISED)
        assert answer.status_code == 204
        sync.work()
        assert kinds(sync) == ["resting_heart_rate"]
