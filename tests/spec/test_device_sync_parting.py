"""Consents that are taken back when what lets us in is over. The class quotes its rule."""

from __future__ import annotations

import datetime as dt
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.device_sync.simulated.promises import VENDOR
from tests.faults.sites import site
from tests.spec.test_device_sync_consent_calls import Gated
from tests.support import NOW, at, good, somebody
from vegaloop.device_sync.adapters.bodies import from_parted
from vegaloop.device_sync.application.calling import Answer, Call, CannotCall
from vegaloop.device_sync.application.parting import Parted
from vegaloop.device_sync.domain.trouble import (
    Broke,
    Busy,
    Denied,
    Down,
    Forbidden,
    Locked,
    Refused,
    Trouble,
)
from vegaloop.device_sync.domain.vendor import Vendor
from vegaloop.kernel.result import Result, Success
from vegaloop.kernel.time import later

LIFE: Final = dt.timedelta(hours=6)
_CALLS_MOST: Final = 3


class Strict(Gated):
    """A world whose vendor takes no consent back for a token that is over; `asked` says of what."""

    def __init__(self) -> None:
        super().__init__()
        self.me = somebody()
        good(self.connect(self.me, "mine"))
        (self.grant,) = [one for one in self.world.vendor.grants if one.account == "mine"]
        self.asked = list[str]()
        self.knows_nobody = False
        usual = self.world.vendor.call

        def call(call: Call) -> Result[Answer, CannotCall]:
            self.asked.append(urlsplit(call.url).path)
            token = dict(call.headers).get("authorization", "").removeprefix("Bearer ")
            found = self.world.vendor._grant(token, self.world.clock.now())
            if call.url.endswith("/revoke") and (found is None or self.knows_nobody):
                return Success(Answer(401, {}, b""))
            return usual(call)

        self.world.vendor.call = call  # type: ignore[method-assign]  # It looks on.

    def part(self) -> Parted:
        """Take the consent back."""
        return good(self.connecting.disconnect(self.me, VENDOR))


class TestDsy138:
    """DSY-138. A consent is taken back at the vendor also when its token is over or refused: with a new one that is asked for once, unless a worker has the lane, so by three calls at the most."""

    @given(st.integers(0, 3_000))
    def test_however_old_the_token_is(self, minutes: int) -> None:
        here, after = Strict(), dt.timedelta(minutes=minutes)
        here.world.advance(after)
        assert here.part().is_told
        assert here.grant.is_revoked
        assert here.asked == ["/revoke"] if after < LIFE else ["/token", "/revoke"]

    def test_a_token_that_is_refused_before_its_time(self) -> None:
        here = Strict()
        here.grant.access = "another"
        assert here.part().is_told
        assert here.grant.is_revoked
        assert here.asked == ["/revoke", "/token", "/revoke"]

    @pytest.mark.parametrize("is_over", [False, True])
    def test_a_vendor_that_refuses_every_token(self, is_over: bool) -> None:
        here = Strict()
        here.knows_nobody = True
        here.world.advance(LIFE if is_over else LIFE / 2)
        parted = here.part()
        assert not parted.is_told
        assert isinstance(parted.trouble, Denied)
        assert len(here.asked) <= _CALLS_MOST
        assert here.books.read(here.me, lambda book: book.sealed(VENDOR)) is None

    def test_a_vendor_that_knows_nobody_any_more(self) -> None:
        here = Strict()
        here.grant.is_revoked = True
        parted = here.part()
        assert (parted.is_told, type(parted.trouble)) == (False, Denied)
        assert here.asked == ["/revoke", "/token"]

    def test_a_worker_that_may_be_at_it_has_the_tokens_for_itself(self) -> None:
        here = Strict()
        here.world.advance(LIFE)
        now, token = here.world.clock.now(), UUID(int=1)
        here.books.write(here.me, lambda book: book.put_lane(book.lane().held(token, now)))
        assert not here.part().is_told
        assert "/token" not in here.asked

    def test_a_gate_that_is_shut(self) -> None:
        here = Strict()
        here.world.advance(LIFE)
        here.shut(60)
        assert isinstance(here.part().trouble, Busy)
        assert here.asked == []

    @pytest.mark.parametrize("vendor", [Vendor.GARMIN, Vendor.STRAVA, Vendor.WHOOP])
    def test_at_the_vendors(self, vendor: Vendor) -> None:
        with site() as a:
            a.store.token_life_s = 3_600
            a.connect(vendor)
            a.clock.set(later(a.clock.now(), dt.timedelta(hours=2)))
            assert good(a.vega.sync.connecting.disconnect(a.person, vendor)).is_told
            assert not a.store._refresh


class TestDsy139:
    """DSY-139. Who disconnects and whose vendor does not know of it is told that it is over here, and where to take it back there, and never to connect again or to wait."""

    @pytest.mark.parametrize(
        "trouble",
        [
            None,
            Denied(at(NOW)),
            Forbidden("data"),
            Locked(at(NOW)),
            Busy(at(NOW)),
            Down("timeout"),
            Down("status", 502),
            Refused(400),
            Broke("X"),
        ],
    )
    def test_what_is_said(self, trouble: Trouble | None) -> None:
        parted = Parted(VENDOR, at(NOW), is_told=False, trouble=trouble)
        body = from_parted(parted)
        said = [body.sentence, "" if body.trouble is None else body.trouble.sentence]
        assert "nothing of it is taken any more" in body.sentence
        assert ("could not be told" in body.sentence) is (trouble is not None)
        assert "the connected apps in the settings of your Strava account" in body.sentence
        for one in said:
            assert not any(word in one for word in ("connect it again", "goes on", "no longer"))

    def test_who_was_heard_has_nothing_left_to_do(self) -> None:
        body = from_parted(Strict().part())
        assert (body.sentence.count("."), body.trouble) == (1, None)
