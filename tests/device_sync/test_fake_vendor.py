"""The fake vendor keeps the manners it is told to: its lists, its tokens, its pages."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from typing import Final

import msgspec
import pytest

from tests.device_sync.fake_vendor import (
    Account,
    FakeVendor,
    Paging,
    Thing,
)
from tests.support import NOW, PinnedClock, at, good, refused
from vegaloop.device_sync.application.calling import Call, Caller, NotAllowed, Verb

DAY: Final = dt.timedelta(days=1)
WHO: Final = "4711"
OURA: Final = "https://api.ouraring.com/v2/usercollection/workout"
GOOGLE: Final = "https://health.googleapis.com/v4/users/me/dataTypes/weight/dataPoints"
# One list of each vendor: the form of its things, and where they are asked for.
LISTS: Final = {
    "strava": ("activities", "https://www.strava.com/api/v3/athlete/activities?per_page=200"),
    "oura": ("workout", f"{OURA}?start_date=2026-01-01&end_date=2026-12-31"),
    "whoop": ("activity/sleep", "https://api.prod.whoop.com/developer/v2/activity/sleep?limit=25"),
    "withings": ("getmeas", "https://wbsapi.withings.net/measure?action=getmeas"),
    "polar": ("exercises", "https://www.polaraccesslink.com/v3/exercises"),
    "fitbit": ("activities", "https://api.fitbit.com/1/user/-/activities/list.json?sort=asc"),
    "fitbit days": (
        "temp/skin",
        "https://api.fitbit.com/1/user/-/temp/skin/date/2026-01-01/2026-12-31.json",
    ),
    "google": (
        "weight",
        f'{GOOGLE}:reconcile?filter=x+>=+"2026-01-01"+AND+x+<+"2026-12-31"',
    ),
    "garmin": ("dailies", "https://apis.garmin.com/wellness-api/rest/dailies"),
}


@pytest.fixture
def clock() -> PinnedClock:
    return PinnedClock(NOW)


@pytest.fixture
def store(clock: PinnedClock) -> Account:
    return Account(clock.now)


def thing(form: str, number: int, who: str = WHO) -> Thing:
    began = at(NOW - DAY * number)
    return Thing(
        form=form,
        id=str(number),
        account=who,
        at=began,
        modified_at=began,
        data={"id": number, "name": f"thing {number}"},
    )


def body_of(caller: Caller, url: str, access: str) -> object:
    headers = (("authorization", f"Bearer {access}"),)
    answer = good(caller.call(Call(verb=Verb.GET, url=url, headers=headers)))
    return msgspec.json.decode(answer.body) if answer.status == 200 else answer.status


def tokens(caller: Caller, **form: str) -> dict[str, object] | int:
    url = "https://api.ouraring.com/oauth/token"
    answer = good(caller.call(Call(verb=Verb.POST, url=url, form=tuple(form.items()))))
    decoded: dict[str, object] = msgspec.json.decode(answer.body)
    return decoded if answer.status == 200 else answer.status


@pytest.mark.parametrize("name", LISTS)
def test_each_vendor_lists_what_is_there(name: str, store: Account, caller: Caller) -> None:
    form, url = LISTS[name]
    for number in (1, 2, 3):
        store.put(thing(form, number))
    store.put(thing(form, 4, who="another"))
    access, _ = store.grant(WHO)
    listed = msgspec.json.encode(body_of(caller, url, access))
    assert [listed.count(b'"thing %d"' % number) for number in (1, 2, 3, 4)] == [1, 1, 1, 0]
    store.edit(form, "1", name="renamed")
    store.delete(form, "2")
    listed = msgspec.json.encode(body_of(caller, url, access))
    assert (listed.count(b"renamed"), listed.count(b"thing 2")) == (1, 0)


@pytest.mark.parametrize("name", [name for name in LISTS if name != "withings"])
def test_nobody_is_let_in_without_a_token(name: str, store: Account, caller: Caller) -> None:
    assert body_of(caller, LISTS[name][1], "unknown") == 401


def test_withings_refuses_in_its_own_way(caller: Caller) -> None:
    refusal = body_of(caller, LISTS["withings"][1], "unknown")
    assert isinstance(refusal, dict)
    assert refusal["status"] == 401


class TestTokens:
    def test_a_code_is_changed_once_by_whoever_has_the_verifier(
        self, store: Account, caller: Caller
    ) -> None:
        digest = base64.urlsafe_b64encode(hashlib.sha256(b"verifier").digest()).rstrip(b"=")
        code = store.code(WHO, digest.decode())
        grant = {"grant_type": "authorization_code", "code": code}
        given = tokens(caller, **grant, code_verifier="verifier")
        assert isinstance(given, dict)
        assert given["user_id"] == WHO
        assert tokens(caller, **grant, code_verifier="verifier") == 400
        other = {"grant_type": "authorization_code", "code": store.code(WHO, digest.decode())}
        assert tokens(caller, **other, code_verifier="another") == 400

    def test_a_refresh_token_is_spent_once(self, store: Account, caller: Caller) -> None:
        _, refresh = store.grant(WHO)
        again = {"grant_type": "refresh_token", "refresh_token": refresh}
        assert isinstance(tokens(caller, **again), dict)
        assert tokens(caller, **again) == 400
        assert (store.refreshes, store.lockouts) == (1, 1)

    def test_a_token_ends(self, store: Account, caller: Caller, clock: PinnedClock) -> None:
        access, _ = store.grant(WHO)
        url = LISTS["garmin"][1]
        assert body_of(caller, url, access) == []
        clock.set(NOW + dt.timedelta(seconds=store.token_life_s))
        assert body_of(caller, url, access) == 401

    def test_a_consent_is_taken_back(self, store: Account, caller: Caller) -> None:
        access, refresh = store.grant(WHO)
        store.revoke(WHO)
        assert body_of(caller, LISTS["garmin"][1], access) == 401
        assert tokens(caller, grant_type="refresh_token", refresh_token=refresh) == 400


class TestPaging:
    def pages(self, store: Account, caller: Caller, most: int = 8) -> list[list[int]]:
        """Follow what comes next, some times at most."""
        access, _ = store.grant(WHO)
        token: object = None
        found = []
        for _ in range(most):
            url = OURA if token is None else f"{OURA}?next_token={token}"
            page = body_of(caller, url, access)
            assert isinstance(page, dict)
            found.append([one["id"] for one in page["data"]])
            token = page["next_token"]
            if token is None:
                break
        return found

    @pytest.mark.parametrize(
        ("manner", "pages"),
        [
            (Paging.PLAIN, [[5, 4], [3, 2], [1]]),
            (Paging.REPEATS, [[5, 4], [5, 4, 3, 2], [3, 2, 1]]),
            (Paging.STUCK, [[5, 4]] * 8),
            (Paging.LOOPS, [[5, 4], [3, 2], [1], [5, 4], [3, 2], [1], [5, 4], [3, 2]]),
            (Paging.SKIPS, [[5, 4], [], []]),
            (Paging.GROWS, [[5, 4], [4, 3], [3, 2], [2, 1]]),
        ],
    )
    def test_pages_are_cut_in_the_manner_that_is_set(
        self, store: Account, caller: Caller, manner: Paging, pages: list[list[int]]
    ) -> None:
        for number in range(1, 6):
            store.put(thing("workout", number))
        store.page_size, store.paging = 2, manner
        new = iter(range(6, 99))
        grown: list[int] = []

        def grow() -> None:
            # One more before all, three times.
            if len(grown) < 3:
                grown.append(next(new))
                store.put(thing("workout", grown[-1]))

        store.on_page = grow
        found = self.pages(store, caller)
        if manner is Paging.GROWS:
            assert found[:4] == pages
            assert {1, 2, 3, 4, 5} <= {one for page in found for one in page}
        else:
            assert found == pages

    def test_what_was_skipped_is_there_the_second_time(
        self, store: Account, caller: Caller
    ) -> None:
        for number in range(1, 6):
            store.put(thing("workout", number))
        store.page_size, store.paging = 2, Paging.SKIPS
        self.pages(store, caller)
        assert self.pages(store, caller) == [[5, 4], [3, 2], [1]]


def test_only_hosts_of_vendors_are_led_here(vendor: FakeVendor, caller: Caller) -> None:
    for url in (
        "http://169.254.169.254/",
        "https://evil.test/",
        "http://127.0.0.1:1/",
        "file:///x",
    ):
        call = Call(verb=Verb.GET, url=url, given=True)
        assert isinstance(refused(caller.call(call)), NotAllowed)
    assert not vendor.seen
