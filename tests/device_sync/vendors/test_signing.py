"""Proving who sent something: words and signatures compared, and keys of what is sent again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.device_sync.vendors.driving import KEYS, envelope
from tests.support import good, refused
from vegaloop.device_sync.adapters.vendors.signing import (
    SHA256,
    asked_in,
    hmac_base64,
    hmac_hex,
    is_same,
    key_of,
    signed,
    worded,
)
from vegaloop.device_sync.application.drivers import Keys, NotAuthentic

TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=12)
PARTS = st.lists(TEXT, max_size=4).map(tuple)


@given(TEXT, TEXT)
def test_texts_are_the_same_where_they_are_and_nothing_is_like_what_is_empty(
    one: str, other: str
) -> None:
    assert is_same(one, other) == (one == other != "")


@given(PARTS, PARTS)
def test_other_parts_make_another_key_however_they_are_divided(
    one: tuple[str, ...], other: tuple[str, ...]
) -> None:
    assert (key_of(*one) == key_of(*other)) == (one == other)
    assert 0 < len(key_of(*one)) <= 128


def test_both_ways_to_write_a_signature_are_those_of_the_standard() -> None:
    # RFC 4231, test case 2.
    wanted = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    body = b"what do ya want for nothing?"
    assert hmac_hex("Jefe", body, SHA256) == wanted
    assert hmac_base64("Jefe", body, SHA256) == "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM="


def test_a_signature_passes_with_the_word_and_a_secret_and_not_without() -> None:
    came = envelope(b"x", headers={"x-signature": "right"})
    assert good(signed(KEYS, came, "x-signature", "right")) == came
    assert refused(signed(KEYS, came, "x-signature", "wrong")) == NotAuthentic("signature")
    assert refused(signed(KEYS, came, "x-other", "right")) == NotAuthentic("signature")
    no_secret = Keys(KEYS.client_id, "", KEYS.word)
    assert refused(signed(no_secret, came, "x-signature", "right")) == NotAuthentic("secret")
    elsewhere = envelope(b"x", "another word", {"x-signature": "right"})
    assert refused(signed(KEYS, elsewhere, "x-signature", "right")) == NotAuthentic("word")
    assert refused(worded(KEYS, elsewhere)) == NotAuthentic("word")


def test_of_a_name_that_stands_twice_in_an_address_the_first_counts() -> None:
    assert asked_in(envelope(query=(("a", "1"), ("a", "2"), ("b", "3")))) == {"a": "1", "b": "3"}
