"""What is fetched back while its vendor tells more of it. Each class quotes its rule."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from msgspec.structs import replace

from tests.device_sync.fake_vendor import Ask, Reply
from tests.device_sync.simulated.driver import SimulatedDriver
from tests.device_sync.simulated.sleeper import Sleeper
from tests.faults.sites import Site, site
from vegaloop.activity import ActivityQuery
from vegaloop.device_sync import Vendor
from vegaloop.device_sync.application.drivers import Context, Page, PageCall, Read
from vegaloop.device_sync.domain.feed import Reading
from vegaloop.device_sync.domain.trouble import Trouble
from vegaloop.device_sync.domain.vendor import DataKind
from vegaloop.kernel.result import Result, Success

_SOON = dt.timedelta(seconds=2)


def _meanwhile(at: Site, path: str, word: str) -> None:
    """Let a ride be deleted, or have another name, while what it was is on its way here."""
    usual, told = at.vendor.answers, list[str]()

    def answer(ask: Ask) -> Reply:
        reply = usual(ask)
        if ask.path.endswith(path) and not told:
            told.append(word)
            if word == "delete":
                at.store.delete("activities", "1")
            else:
                at.store.edit("activities", "1", name="another name")
            at.clock.set(at.clock.now() + _SOON)
            at.told(1, word=word)
            at.clock.set(at.clock.now() + _SOON)
        return reply

    at.vendor.answers = answer


class TestDsy104:
    """DSY-104. What is fetched is as old as the moment it was asked for: what is told of it while it is on its way is newer."""

    @pytest.mark.parametrize("path", ["/activities/1", "/activities/1/streams"])
    @pytest.mark.parametrize(("word", "names"), [("delete", []), ("update", ["another name"])])
    def test_what_is_told_meanwhile_stands(self, path: str, word: str, names: list[str]) -> None:
        with site() as at:
            at.connect(Vendor.STRAVA)
            at.work()
            at.ride(1)
            at.told(1)
            _meanwhile(at, path, word)
            for _ in range(3):
                at.clock.set(at.clock.now() + _SOON)
                at.work()
            found = at.vega.activity.activities(at.person, ActivityQuery())
            assert [one.spoken.name for one in found] == names

    @pytest.mark.parametrize("now_says", [None, "another name"])
    def test_what_is_told_while_a_page_is_on_its_way_stands(
        self, now_says: str | None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Of vendors whose pages do not say when a thing was changed."""
        usual = SimulatedDriver.read

        def undated(
            self: SimulatedDriver, topic: str, body: bytes, context: Context
        ) -> Result[Read, Trouble]:
            match usual(self, topic, body, context):
                case Success(Page() as page) if topic.startswith("page:"):
                    came_at = context.received_at
                    records = (replace(one, modified_at=came_at) for one in page.records)
                    return Success(replace(page, records=tuple(records)))
                case read:
                    return read

        monkeypatch.setattr(SimulatedDriver, "read", undated)
        listed = SimulatedDriver.page
        asked: list[DataKind] = []

        def page(self: SimulatedDriver, kind: DataKind, reading: Reading, access: str) -> PageCall:
            asked.append(kind)
            return listed(self, kind, reading, access)

        monkeypatch.setattr(SimulatedDriver, "page", page)
        world = Sleeper(nights=1)
        (night,), account = world.nights, world.account(world.me)
        day, told = world.vendor.things[account][night].day, list[str]()

        def afterwards() -> None:
            if told or asked[-1:] != [DataKind.SLEEP]:
                return
            world.advance(_SOON)
            thing = world.vendor.change(account, night, day, now_says)
            hook = {"account": account, "id": night, "modified": thing.modified_us}
            more = {"day": f"{day}", "gone": now_says is None}
            told.append(json.dumps(hook | more))
            world.accept(told[0].encode())
            world.advance(_SOON)

        world.vendor.change(account, night, day, "asleep for longer")
        asked.clear()
        world.vendor.afterwards = afterwards
        world.pull()
        assert told
        assert {*world.kept.things[world.me].values()} == {now_says} - {None}
