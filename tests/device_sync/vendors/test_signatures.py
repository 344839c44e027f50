"""Webhooks of vendors that sign: only what they signed, over the very bytes, and just now."""

from __future__ import annotations

import pytest

from tests.device_sync.vendors.driving import KEYS, RECEIVED
from tests.device_sync.vendors.signing_vendors import (
    NOW_S,
    OURA,
    POLAR,
    POLAR_KEY,
    SIGNERS,
    WHOOP,
    Signer,
)
from tests.faults.forgeries import forge, notice
from tests.support import good, refused
from vegaloop.device_sync.adapters.vendors.polar import PolarDriver
from vegaloop.device_sync.application.drivers import Envelope, Keys, NotAuthentic

each_signer = pytest.mark.parametrize("signer", SIGNERS, ids=lambda one: one.driver.vendor)
stamped = pytest.mark.parametrize("signer", [OURA, WHOOP], ids=lambda one: one.driver.vendor)


@each_signer
def test_what_a_vendor_signed_is_taken_as_it_was_sent(signer: Signer) -> None:
    (message,) = good(signer.driver.messages(KEYS, signer.sent(), RECEIVED))
    assert message.follow.body == signer.body
    assert message.account == str(signer.event["user_id"])


def test_of_ten_thousand_forgeries_none_is_taken() -> None:
    figures = forge()
    assert figures.is_kept, figures.line


def test_a_forgery_that_is_taken_is_missed_by_the_figures_of_every_vendor() -> None:
    figures = notice()
    assert figures.is_kept, figures.line


@stamped
@pytest.mark.parametrize("ago_s", [301, -301, 3_600, 86_400, NOW_S - 1_000_000_000])
def test_what_was_signed_at_another_time_is_not_taken(signer: Signer, ago_s: int) -> None:
    old = signer.sent(at_s=NOW_S - ago_s)
    assert refused(signer.driver.messages(KEYS, old, RECEIVED)) == NotAuthentic("timestamp")
    assert good(signer.driver.messages(KEYS, signer.sent(at_s=NOW_S - 299), RECEIVED))


@stamped
@pytest.mark.parametrize("stamp", ["", "now", "١٧٠٠٠٠٠٠٠٠", "1e9", "-1", "9" * 40])
def test_a_time_that_is_none_is_no_time(signer: Signer, stamp: str) -> None:
    true = signer.sent()
    _, second = true.headers
    forged_stamp = Envelope(true.word, {**true.headers, second: stamp}, (), true.body)
    assert refused(signer.driver.messages(KEYS, forged_stamp, RECEIVED))


@each_signer
def test_nothing_is_taken_where_no_secret_is_set(signer: Signer) -> None:
    unset = Keys(KEYS.client_id, "", KEYS.word)
    driver = PolarDriver() if signer is POLAR else signer.driver
    for secret in ("", KEYS.secret):
        sent = Envelope(KEYS.word, signer.headers(signer.body, secret, NOW_S), (), signer.body)
        assert refused(driver.messages(unset, sent, RECEIVED)) == NotAuthentic("secret")


def test_nothing_is_taken_of_polar_before_its_key_is_set_whatever_else_is() -> None:
    for secret in ("", KEYS.secret, POLAR_KEY):
        sent = POLAR._replace(secret=secret).sent()
        assert refused(PolarDriver().messages(KEYS, sent, RECEIVED)) == NotAuthentic("secret")


@each_signer
def test_a_signature_does_not_stand_in_for_the_word(signer: Signer) -> None:
    sent = signer.sent()
    elsewhere = Envelope("another", sent.headers, (), sent.body)
    assert refused(signer.driver.messages(KEYS, elsewhere, RECEIVED)) == NotAuthentic("word")


@each_signer
def test_a_redelivery_has_the_key_of_the_first(signer: Signer) -> None:
    first, again = (
        good(signer.driver.messages(KEYS, signer.sent(at_s=NOW_S + after), RECEIVED))
        for after in (0, 60)
    )
    assert [one.follow.key for one in first] == [one.follow.key for one in again]


@each_signer
def test_another_event_has_another_key(signer: Signer) -> None:
    changed = {"user_id": 9, "event_time": "2024-06-01T07:45:13Z", "trace_id": "x"}
    changed |= {"object_id": "y", "id": "y", "entity_id": "y", "timestamp": "2019-01-01T00:00:00Z"}
    keys = set()
    for name in [None, *(name for name in changed if name in signer.event)]:
        one = signer._replace(event=signer.event | ({name: changed[name]} if name else {}))
        (message,) = good(one.driver.messages(KEYS, one.sent(), RECEIVED))
        keys.add(message.follow.key)
    assert len(keys) == 1 + sum(name in signer.event for name in changed)


@each_signer
def test_what_was_signed_and_is_no_event_is_sent_again(signer: Signer) -> None:
    for body in (b"", b"[]", b"null", b'{"event": 1}', b"\xff", b"[" * 100_000):
        assert refused(signer.driver.messages(KEYS, signer.sent(body), RECEIVED)) == (
            NotAuthentic("body")
        )


def test_polar_looks_with_a_ping_before_there_is_a_key() -> None:
    ping = Envelope(KEYS.word, {"polar-webhook-event": "PING"}, (), b'{"event": "PING"}')
    assert good(PolarDriver().messages(KEYS, ping, RECEIVED)) == ()
    elsewhere = Envelope("another", ping.headers, (), ping.body)
    assert refused(PolarDriver().messages(KEYS, elsewhere, RECEIVED))


def test_oura_may_write_its_signature_in_small_letters() -> None:
    sent = OURA.sent()
    small = {name: value.lower() for name, value in sent.headers.items()}
    assert good(OURA.driver.messages(KEYS, Envelope(sent.word, small, (), sent.body), RECEIVED))
