"""Tokens sealed at rest: what was sealed comes back whole for its person and vendor, or not at all."""

from __future__ import annotations

import base64
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final
from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.support import good, refused
from vegaloop.device_sync.adapters.key_file import (
    KeyFileOpen,
    KeyFileUnusable,
    kept_in,
    key_file,
    keys_in,
)
from vegaloop.device_sync.adapters.key_ring import NotAKeyRing, SealingKey, keys_of, text_of
from vegaloop.device_sync.adapters.sealing import AesSeal
from vegaloop.device_sync.application.drivers import Tokens
from vegaloop.device_sync.application.surroundings import NotSealed
from vegaloop.device_sync.domain.vendor import Account, Vendor
from vegaloop.infrastructure.system import random_bytes
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import from_epoch_us

K1: Final = SealingKey("k1", bytes(range(32)))
K2: Final = SealingKey("k2", bytes(range(32, 64)))
ANNA: Final = PersonId(UUID(int=1))
TOKENS: Final = Tokens("access", "refresh", from_epoch_us(1_800_000_000_000_000), Account("7"), ())

words: Final = st.text(st.characters(exclude_categories=("Cs",)), max_size=80)
people: Final = st.uuids().map(PersonId)
vendors: Final = st.sampled_from(Vendor)
tokens: Final = st.builds(
    Tokens,
    words,
    st.none() | words,
    st.none() | st.integers(0, 2**52).map(from_epoch_us),
    words.map(Account),
    st.lists(words, max_size=4).map(tuple),
)
rings: Final = st.lists(
    st.builds(
        SealingKey,
        st.from_regex(r"[A-Za-z0-9_-]{1,32}", fullmatch=True),
        st.binary(min_size=32, max_size=32),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda key: key.id,
).map(tuple)


def seal_with(*keys: SealingKey) -> AesSeal:
    return AesSeal(keys, random_bytes)


class TestSealing:
    """What is sealed is opened whole by any of the keys, for its own row, and for no other."""

    @given(rings, people, vendors, tokens)
    def test_what_was_sealed_comes_back(
        self, keys: tuple[SealingKey, ...], person: PersonId, vendor: Vendor, given_: Tokens
    ) -> None:
        sealed = AesSeal(keys, random_bytes).seal(person, vendor, given_)
        for ring in (keys, keys[::-1]):
            assert good(AesSeal(ring, random_bytes).unseal(person, vendor, sealed)) == given_

    def test_every_flipped_bit_is_refused(self) -> None:
        seal = seal_with(K1, K2)
        sealed = seal.seal(ANNA, Vendor.OURA, TOKENS)
        for place in range(len(sealed) * 8):
            flipped = bytearray(sealed)
            flipped[place // 8] ^= 1 << place % 8
            assert isinstance(refused(seal.unseal(ANNA, Vendor.OURA, bytes(flipped))), NotSealed)

    @given(st.data())
    def test_whatever_is_changed_is_refused(self, data: st.DataObject) -> None:
        seal = seal_with(K1)
        sealed = seal.seal(ANNA, Vendor.OURA, TOKENS)
        changed = data.draw(
            st.binary(max_size=300)
            | st.integers(0, len(sealed) - 1).map(lambda end: sealed[:end])
            | st.binary(min_size=1, max_size=9).map(lambda more: sealed + more)
            | st.binary(max_size=90).map(lambda rest: b"\x02k1" + rest)
        )
        assume(changed != sealed)
        assert isinstance(refused(seal.unseal(ANNA, Vendor.OURA, changed)), NotSealed)

    @given(people, people, vendors, vendors)
    def test_a_row_of_another_is_refused(
        self, person: PersonId, other: PersonId, vendor: Vendor, another: Vendor
    ) -> None:
        assume((person, vendor) != (other, another))
        seal = seal_with(K1)
        sealed = seal.seal(person, vendor, TOKENS)
        assert isinstance(refused(seal.unseal(other, another, sealed)), NotSealed)

    def test_a_key_that_is_gone_is_told(self) -> None:
        sealed = seal_with(K1).seal(ANNA, Vendor.OURA, TOKENS)
        assert refused(seal_with(K2).unseal(ANNA, Vendor.OURA, sealed)) == NotSealed("key missing")

    def test_another_key_of_the_same_name_opens_nothing(self) -> None:
        sealed = seal_with(K1).seal(ANNA, Vendor.OURA, TOKENS)
        other = seal_with(SealingKey("k1", K2.secret))
        assert isinstance(refused(other.unseal(ANNA, Vendor.OURA, sealed)), NotSealed)

    def test_keys_are_changed_without_a_gap(self) -> None:
        sealed = seal_with(K1).seal(ANNA, Vendor.OURA, TOKENS)
        both = seal_with(K2, K1)
        assert both.is_stale(sealed)
        anew = both.seal(ANNA, Vendor.OURA, good(both.unseal(ANNA, Vendor.OURA, sealed)))
        assert not both.is_stale(anew)
        assert good(seal_with(K2).unseal(ANNA, Vendor.OURA, anew)) == TOKENS
        assert not seal_with(K1, K2).is_stale(sealed)

    @given(st.binary(max_size=60))
    def test_what_was_never_sealed_is_stale(self, given_: bytes) -> None:
        assume(not given_.startswith(b"\x02k1"))
        assert seal_with(K1).is_stale(given_)

    def test_nothing_of_it_shows_and_no_two_are_alike(self) -> None:
        seal = seal_with(K1)
        sealed = [seal.seal(ANNA, Vendor.OURA, TOKENS) for _ in range(200)]
        assert len({one[3:15] for one in sealed}) == 200
        assert all(b"access" not in one and ANNA.bytes not in one for one in sealed)

    def test_a_source_of_short_nonces_seals_nothing(self) -> None:
        seal = AesSeal((K1,), lambda _: b"short")
        with pytest.raises(ValueError, match="96 bits"):
            seal.seal(ANNA, Vendor.OURA, TOKENS)
        with pytest.raises(ValueError, match="without a key"):
            AesSeal((), random_bytes)


class TestKeys:
    """Keys are read from text, the one that seals first; what is wrong with it is told, not the key."""

    @given(rings)
    def test_what_is_written_is_read(self, keys: tuple[SealingKey, ...]) -> None:
        assert good(keys_of(",".join(map(text_of, keys)))) == keys
        assert good(keys_of(" , ".join(map(text_of, keys)) + "\n")) == keys

    @pytest.mark.parametrize(
        ("text", "number"),
        [
            ("", 1),
            (text_of(K1) + ",", 2),
            (text_of(K1) + "," + text_of(K1), 2),
            (":" + text_of(K1), 1),
            ("k1:", 1),
            ("k1:AAAA", 1),
            ("k1:" + base64.b64encode(bytes(33)).decode(), 1),
            ("k1:" + "é" * 44, 1),
            (text_of(K2) + ",k1:" + text_of(K1)[3:-1], 2),
            ("k 1:" + text_of(K1)[3:], 1),
            (text_of(K1)[3:], 1),
        ],
    )
    def test_what_is_none_is_refused(self, text: str, number: int) -> None:
        found = refused(keys_of(text))
        assert found.number == number
        assert text_of(K1)[3:10] not in found.why

    def test_no_text_of_a_key_has_its_bytes(self) -> None:
        assert repr(K1) == str(K1) == f"{K1}" == "SealingKey('k1')"
        assert K1.__rich_repr__() == [("id", "k1")]


class TestKeyFile:
    """The key beside the embedded database is made once, whole, and for its owner's eyes only."""

    def test_it_is_made_at_first_use_and_read_ever_after(self, tmp_path: Path) -> None:
        path = key_file(tmp_path / "vegaloop.db")
        assert good(kept_in(path)) is None
        first = good(keys_in(path, random_bytes))
        assert good(keys_in(path, random_bytes)) == good(kept_in(path)) == first
        (file,) = tmp_path.iterdir()
        assert file.name == "vegaloop.db.keys"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600

    def test_of_many_at_once_one_makes_it(self, tmp_path: Path) -> None:
        path = tmp_path / "keys"
        with ThreadPoolExecutor(16) as threads:
            found = set(threads.map(lambda _: good(keys_in(path, random_bytes)), range(64)))
        assert len(found) == 1
        assert list(tmp_path.iterdir()) == [path]

    @pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660, 0o666, 0o777])
    def test_one_that_others_may_read_is_refused(self, tmp_path: Path, mode: int) -> None:
        path = tmp_path / "keys"
        good(keys_in(path, random_bytes))
        path.chmod(mode)
        assert refused(keys_in(path, random_bytes)) == KeyFileOpen(mode)

    def test_the_mask_of_the_process_makes_no_difference(self, tmp_path: Path) -> None:
        before = os.umask(0)
        try:
            good(keys_in(tmp_path / "keys", random_bytes))
        finally:
            os.umask(before)
        assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o600

    def test_a_damaged_one_is_refused_and_left_as_it_is(self, tmp_path: Path) -> None:
        path = tmp_path / "keys"
        for content in (b"", b"k1:AAAA", b"\xff\xfe\x00", b"x" * 10_000):
            path.write_bytes(content)
            path.chmod(0o600)
            assert isinstance(refused(keys_in(path, random_bytes)), NotAKeyRing)
            assert path.read_bytes() == content

    def test_a_folder_that_is_not_there_is_told(self, tmp_path: Path) -> None:
        found = refused(keys_in(tmp_path / "nowhere" / "keys", random_bytes))
        assert isinstance(found, KeyFileUnusable)

    def test_a_key_that_was_lost_is_missed(self, tmp_path: Path) -> None:
        path = tmp_path / "keys"
        sealed = AesSeal(good(keys_in(path, random_bytes)), random_bytes).seal(
            ANNA, Vendor.OURA, TOKENS
        )
        path.unlink()
        fresh = AesSeal(good(keys_in(path, random_bytes)), random_bytes)
        assert refused(fresh.unseal(ANNA, Vendor.OURA, sealed)) == NotSealed("key missing")
        assert fresh.is_stale(sealed)

    def test_a_key_is_changed_by_writing_another_before_it(self, tmp_path: Path) -> None:
        path = tmp_path / "keys"
        (first,) = good(keys_in(path, random_bytes))
        path.write_text(f"{text_of(K2)},{path.read_text()}")
        assert good(keys_in(path, random_bytes)) == (K2, first)
