"""Notes of several people that come together, some of them odd. The class quotes its rule."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.device_sync.vendors.driving import JUNK, KEYS, RECEIVED, context, envelope
from tests.support import good, refused
from vegaloop.device_sync.adapters.vendors.fitbit import FitbitDriver
from vegaloop.device_sync.adapters.vendors.garmin import GarminDriver
from vegaloop.device_sync.adapters.vendors.google_health import GoogleHealthDriver
from vegaloop.device_sync.adapters.vendors.signing import SHA1, hmac_base64
from vegaloop.device_sync.application.drivers import Driver, Ended, Envelope, Message, NotAuthentic
from vegaloop.device_sync.domain.trouble import Misread
from vegaloop.device_sync.domain.vendor import Account

Note: TypeAlias = Mapping[str, object]
Sending: TypeAlias = tuple[Driver, Callable[[bytes], Envelope], tuple[Note, ...], str]
_FITBIT: Final = FitbitDriver()
_GOOGLE: Final = GoogleHealthDriver()
_STRETCH: Final = {"startTime": "2026-03-07T00:15:00", "endTime": "2026-03-07T07:15:00"}
_TOLD: Final = {
    "healthUserId": "4711",
    "dataType": "sleep",
    "intervals": [{"civilIso8601TimeInterval": _STRETCH}],
}


def _fitbit(body: bytes) -> Envelope:
    wanted = hmac_base64(f"{KEYS.secret}&", body, SHA1)
    return envelope(body, headers={"x-fitbit-signature": wanted})


def _google(body: bytes) -> Envelope:
    return envelope(body, headers={"authorization": f"Bearer {KEYS.word}"})


def _garmin(body: bytes) -> Envelope:
    return envelope(b'{"dailies": %s}' % body)


SENDINGS: Final[tuple[Sending, ...]] = (
    (
        _FITBIT,
        _fitbit,
        (
            {"collectionType": "sleep", "date": "2026-03-20", "ownerId": "4711"},
            {"collectionType": "userRevokedAccess", "ownerId": "4712"},
        ),
        "",
    ),
    (_GOOGLE, _google, ({"data": _TOLD}, {"data": {**_TOLD, "dataType": "weight"}}), "data"),
    (
        GarminDriver(),
        _garmin,
        ({"userId": "4711", "summaryId": "1"}, {"userId": "4712", "summaryId": "2"}),
        "",
    ),
)
each_vendor = pytest.mark.parametrize("sending", SENDINGS, ids=lambda one: one[0].vendor)
odd_values = (
    st.none()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.lists(st.none())
)


def told(sending: Sending, notes: list[object]) -> tuple[Message, ...]:
    """What is made of notes that come together."""
    driver, sent, _, _ = sending
    return good(driver.messages(KEYS, sent(json.dumps(notes).encode()), RECEIVED))


def spoilt(draw: st.DrawFn, note: Note, within: str) -> object:
    """A note of which nobody can say whose it is, or that is none at all."""
    inner = note[within] if within else note
    assert isinstance(inner, dict)
    who = next(name for name in ("ownerId", "healthUserId", "userId") if name in inner)
    odd = {**inner, who: draw(st.none() | st.lists(st.none()) | st.booleans())}
    if draw(st.booleans()):
        del odd[who]
    return draw(st.sampled_from(({within: odd} if within else odd, {within: 5}, 5, None, [], "x")))


class TestDsy140:
    """DSY-140. Whatever is odd in one of the notes a vendor tells of together, the others are taken as if it were not there; whose it is where that can be read gets it as it came. What is no list of notes at all is refused."""

    @each_vendor
    @given(data=st.data())
    def test_the_others_are_taken(self, sending: Sending, data: st.DataObject) -> None:
        _, _, notes, within = sending
        well = told(sending, list(notes))
        assert len(well) == len(notes)
        mixed = list[object](notes)
        for _ in range(data.draw(st.integers(1, 4))):
            at = data.draw(st.integers(0, len(mixed)))
            mixed.insert(at, spoilt(data.draw, notes[0], within))
        assert told(sending, mixed) == well

    @given(odd_values)
    def test_an_end_is_heard_whatever_is_odd_in_it(self, odd: object) -> None:
        note = {"collectionType": "userRevokedAccess", "ownerId": "4711", "date": odd}
        (message,) = told(SENDINGS[0], [note])
        assert message.account == Account("4711")
        read = _FITBIT.read(message.follow.topic, message.follow.body, context())
        assert good(read) == Ended(RECEIVED)

    @given(odd_values)
    def test_a_day_that_cannot_be_read_is_kept_as_it_came(self, odd: object) -> None:
        note = {"collectionType": "sleep", "ownerId": 4711, "date": odd, "more": "than we know"}
        (message,) = told(SENDINGS[0], [note])
        assert message.account == Account("4711")
        assert message.follow.body == json.dumps(note).encode()
        read = _FITBIT.read(message.follow.topic, message.follow.body, context())
        assert isinstance(refused(read), Misread)

    @given(odd_values | st.just([5, {"civilIso8601TimeInterval": 3}]))
    def test_of_stretches_that_cannot_be_read_the_last_day_is_read_again(self, odd: object) -> None:
        none, some = ({**_TOLD, "intervals": given} for given in ([], odd))
        assert told(SENDINGS[1], [{"data": some}]) == told(SENDINGS[1], [{"data": none}])

    def test_a_stretch_beside_others_that_cannot_be_read(self) -> None:
        some = {**_TOLD, "intervals": [None, *_TOLD["intervals"], {"physicalTimeInterval": 3}]}
        assert told(SENDINGS[1], [{"data": some}]) == told(SENDINGS[1], [{"data": _TOLD}])

    @each_vendor
    @given(body=JUNK)
    def test_what_is_no_list_at_all(self, sending: Sending, body: bytes) -> None:
        driver, sent, _, _ = sending
        whole = envelope(body) if driver.vendor == "garmin" else sent(body)
        answer = driver.messages(KEYS, whole, RECEIVED)
        try:
            is_list = isinstance(json.loads(body), list | dict)
        except (ValueError, RecursionError):
            is_list = False
        if not is_list:
            assert refused(answer) == NotAuthentic("body")
