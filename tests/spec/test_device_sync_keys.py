"""Keys that seal tokens: missing, changed, and put back; nobody's consent ends with them."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Final, final
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from tests.device_sync.simulated.promises import VENDOR
from tests.device_sync.simulated.world import World
from tests.support import good, refused
from vegaloop.app.settings import Settings
from vegaloop.app.sync_keys import ring_of, seal_of
from vegaloop.device_sync.adapters.key_file import kept_in, key_file
from vegaloop.device_sync.adapters.key_ring import KEY_BYTES, KeyRing, SealingKey, keys_of, text_of
from vegaloop.device_sync.adapters.late import LateSeal
from vegaloop.device_sync.adapters.sealing import AesSeal
from vegaloop.device_sync.application.asking import Asking
from vegaloop.device_sync.application.drivers import Tokens
from vegaloop.device_sync.application.parts import Hold, Parts
from vegaloop.device_sync.application.ports import DeliveryQuery
from vegaloop.device_sync.application.resealing import Resealed, Resealing
from vegaloop.device_sync.application.surroundings import NotSealed, Seal
from vegaloop.device_sync.domain.connection import Connected, Connection
from vegaloop.device_sync.domain.delivery import State
from vegaloop.device_sync.domain.feed import Feed
from vegaloop.device_sync.domain.trouble import Locked, Trouble
from vegaloop.device_sync.domain.vendor import Vendor
from vegaloop.infrastructure.database import Database
from vegaloop.infrastructure.system import random_bytes
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.result import Failure, Result, Success

OLD: Final = SealingKey("k1", bytes(range(32)))
NEW: Final = SealingKey("k2", bytes(range(32, 64)))
SAME_NAME: Final = SealingKey("k1", bytes(range(64, 96)))

TEXTS: Final = st.text(
    st.characters(exclude_characters="'", exclude_categories=("Cs",)), max_size=60
)
rings: Final = st.lists(
    st.integers(0, 9).map(lambda n: SealingKey(f"k{n}", bytes([n]) * KEY_BYTES)),
    min_size=1,
    max_size=4,
    unique_by=lambda key: key.id,
).map(tuple)


@final
class Turned(Seal):
    """A seal whose ring is another one now and then; None where it cannot be had."""

    def __init__(self) -> None:
        self.ring: KeyRing | None = (OLD,)

    def seal(self, person: PersonId, vendor: Vendor, tokens: Tokens) -> bytes:
        return self._now().seal(person, vendor, tokens)

    def unseal(self, person: PersonId, vendor: Vendor, sealed: bytes) -> Result[Tokens, NotSealed]:
        return self._now().unseal(person, vendor, sealed)

    def is_stale(self, sealed: bytes) -> bool:
        return self._now().is_stale(sealed)

    def _now(self) -> Seal:
        return LateSeal(self._made)  # As a process does that was just begun.

    def _made(self) -> Result[Seal, str]:
        if self.ring is None:
            return Failure("the keys are missing")
        return Success(AesSeal(self.ring, random_bytes))


class SealedWorld(World):
    """A world in which tokens are sealed."""

    def joined(self) -> Parts:
        self.seal = Turned()
        return structs.replace(super().joined(), seal=self.seal)

    def work(self, minutes: int) -> None:
        """Let workers work for some time."""
        self.vendor.meanwhile = self.vendor.afterwards = lambda: None
        for _ in range(max(1, minutes // 15)):
            while self.worker.step():
                pass
            self.advance(dt.timedelta(minutes=15))
        while self.worker.step():
            pass

    def connections(self) -> Iterator[tuple[Connection | None, bytes | None]]:
        """How everybody stands with the vendor, and their tokens."""
        for person in self.people:
            yield self.books.read(
                person, lambda book: (book.connection(VENDOR), book.sealed(VENDOR))
            )

    def tell(self) -> None:
        """Let something new be told of everybody."""
        for person in self.people:
            self._tell(self.account(person), f"{len(self.story)}", self.clock.now().date(), "new")
        for body in self.on_the_way:
            self.accept(body)
        self.on_the_way = []


def without(world: SealedWorld, ring: KeyRing | None, minutes: int) -> list[str]:
    """Take the keys away for some time, and put them back: what of it should not have been."""
    wrong: list[str] = []
    before = [sealed for _, sealed in world.connections()]
    calls = world.vendor.calls.total()
    world.seal.ring = ring
    world.tell()
    world.work(minutes)
    for (connection, sealed), kept in zip(world.connections(), before, strict=True):
        if connection is None or not isinstance(connection.standing, Connected):
            wrong.append("a consent ended")
        elif not isinstance(connection.trouble, Locked):
            wrong.append(f"nobody is told: {connection.trouble}")
        if sealed != kept:
            wrong.append("tokens changed")
    if world.vendor.calls.total() != calls:
        wrong.append("somebody called")
    for person in world.people:
        waiting = world.books.read(person, lambda book: book.deliveries(DeliveryQuery(), None, 99))
        if any(one.state is State.DEAD for one in waiting):
            wrong.append("a delivery died")
    world.seal.ring = (NEW, OLD)
    world.work(60)
    for connection, _ in world.connections():
        if connection is None or connection.trouble is not None or connection.worked_at is None:
            wrong.append("it does not go on by itself")
    return wrong


class TestDsy75:
    """DSY-75. Tokens that cannot be opened end no consent: what needs them waits and says that their key is missing, and goes on by itself within a quarter of an hour of its being back."""

    @given(st.sampled_from((None, (NEW,), (SAME_NAME,), (NEW, SAME_NAME))), st.integers(0, 2_000))
    def test_for_however_long_they_are_gone(self, ring: KeyRing | None, minutes: int) -> None:
        assert without(SealedWorld(1), ring, minutes) == []

    def test_in_every_store(self, database: Database | None) -> None:
        assert without(SealedWorld(2, database), (NEW,), 3_000) == []

    def test_one_who_lets_consents_lapse_is_found_out(self) -> None:
        usual = Asking.tokens

        def lapsing(
            self: Asking, hold: Hold, set_up: object, under: Connection, attempts: int
        ) -> Result[Tokens, Trouble]:
            found = usual(self, hold, set_up, under, attempts)  # type: ignore[arg-type]  # As it is.
            match found:
                case Failure(Locked()):
                    return self._lapsed(hold, under)
                case Success() | Failure():
                    return found

        with patch.object(Asking, "tokens", lapsing):
            assert "a consent ended" in without(SealedWorld(1), (NEW,), 60)

    def test_one_who_gives_up_is_found_out(self) -> None:
        def failed(feed: Feed, *_: object) -> Feed:
            return feed.paused()

        with patch.object(Feed, "put_off", failed):
            assert "it does not go on by itself" in without(SealedWorld(1), (NEW,), 60)


class TestDsy76:
    """DSY-76. Once keys were changed and all tokens sealed anew, the first key alone opens each of them; what cannot be opened stays as it was, and is counted."""

    @given(st.lists(rings, min_size=3, max_size=3), rings)
    def test_after_any_changes(self, sealed_with: list[KeyRing], ring: KeyRing) -> None:
        self._law(SealedWorld(1), sealed_with, ring)

    @pytest.mark.parametrize("ring", [(NEW, OLD), (NEW,), (SAME_NAME, NEW)])
    def test_in_every_store(self, database: Database | None, ring: KeyRing) -> None:
        self._law(SealedWorld(1, database), [(OLD,), (OLD, NEW), (NEW, OLD)], ring)

    def _law(self, world: SealedWorld, sealed_with: list[KeyRing], ring: KeyRing) -> None:
        parts, kept = world.parts, dict[PersonId, tuple[Tokens, bytes, bool]]()
        for person, keys in zip(world.people, sealed_with, strict=True):
            sealed = world.books.read(person, lambda book: book.sealed(VENDOR))
            assert sealed is not None
            tokens = good(AesSeal((OLD,), random_bytes).unseal(person, VENDOR, sealed))
            anew = AesSeal(keys, random_bytes).seal(person, VENDOR, tokens)
            world.books.write(person, lambda book, s=anew: book.put_sealed(VENDOR, s))
            kept[person] = tokens, anew, keys[0] in ring
        world.seal.ring = ring
        if world.database is None:
            opened = sum(can for *_, can in kept.values())
            first = sum(keys[0] == ring[0] for keys in sealed_with)
            assert Resealing(parts).run() == Resealed(opened - first, first, len(kept) - opened)
            assert Resealing(parts).run() == Resealed(0, opened, len(kept) - opened)
        else:  # Others of other tests are in it as well.
            assert Resealing(parts).run().locked >= sum(not can for *_, can in kept.values())
        alone = AesSeal(ring[:1], random_bytes)
        for person, (tokens, before, can) in kept.items():
            sealed = world.books.read(person, lambda book: book.sealed(VENDOR))
            assert sealed is not None
            if can:
                assert good(alone.unseal(person, VENDOR, sealed)) == tokens
            else:
                assert sealed == before

    def test_one_who_looks_only_at_names_is_found_out(self) -> None:
        with (
            patch.object(AesSeal, "is_stale", lambda *_: False),
            pytest.raises(AssertionError),
        ):
            self._law(SealedWorld(1), [(OLD,), (OLD,), (OLD,)], (NEW, OLD))

    def test_whoever_never_connected_costs_nothing(self) -> None:
        world = SealedWorld(1)
        assert Resealing(world.parts).is_anything_sealed()
        for person in world.people:
            good(world.connecting.disconnect(person, VENDOR))
        assert not Resealing(world.parts).is_anything_sealed()
        assert Resealing(world.parts).run() == Resealed(0, 0, 0)


class TestDsy77:
    """DSY-77. Where a vendor is set up and the keys cannot be had, nothing starts that seals, and it is said which variable or file is missing or wrong, and what would be right; where nothing was sealed the embedded database makes its key at first use."""

    def test_a_server_without_keys(self) -> None:
        why = refused(ring_of(Settings(database_url="postgresql+psycopg://x"), lambda: False))
        assert "VEGALOOP_SYNC_KEYS is missing" in why
        assert "k2:BASE64,k1:BASE64" in why

    @given(TEXTS.filter(str.strip))
    def test_a_list_that_is_none(self, text: str) -> None:
        found = ring_of(Settings(sync_keys=text), lambda: True)
        assert refused(found).startswith("the setting VEGALOOP_SYNC_KEYS is wrong: key ")
        assert len(text) < 10 or text not in refused(found)

    @given(rings)
    def test_a_list_that_is_one(self, ring: KeyRing) -> None:
        given_ = ",".join(map(text_of, ring))
        assert good(ring_of(Settings(sync_keys=given_), lambda: True)) == good(keys_of(given_))

    def test_a_file_that_is_missing_is_made_only_where_nothing_is_sealed(
        self, tmp_path: Path
    ) -> None:
        settings = Settings(database_url=f"sqlite:///{tmp_path / 'a.db'}")
        file = key_file(tmp_path / "a.db")
        for _ in range(2):
            why = refused(seal_of(settings, lambda: True))
            assert f"{file} is missing" in why
            assert "VEGALOOP_SYNC_KEYS" in why
            assert list(tmp_path.iterdir()) == []
        assert good(ring_of(settings, lambda: False)) == file
        assert list(tmp_path.iterdir()) == []
        good(seal_of(settings, lambda: False))
        (made,) = good(kept_in(file)) or ()
        assert good(ring_of(settings, lambda: True)) == (made,)

    def test_a_file_that_cannot_be_used(self, tmp_path: Path) -> None:
        settings = Settings(database_url=f"sqlite:///{tmp_path / 'a.db'}")
        file = key_file(tmp_path / "a.db")
        file.write_text("k1:AAAA")
        file.chmod(0o644)
        assert f"chmod 600 {file}" in refused(ring_of(settings, lambda: False))
        file.chmod(0o600)
        assert "key 1 should have 32 bytes" in refused(ring_of(settings, lambda: False))
        secret = base64.b64encode(OLD.secret).decode()
        file.write_text(f"k1:{secret},k1:{secret}")
        why = refused(seal_of(settings, lambda: False))
        assert "key 2 should have an id of its own" in why
        assert secret not in why


class TestDsy119:
    """DSY-119. A list of keys that is blank is as if none were given."""

    @given(st.text(" \t\n", max_size=4))
    def test_as_without_one(self, blank: str) -> None:
        for url in ("sqlite:////tmp/nowhere/a.db", "postgresql+psycopg://x"):
            settings = Settings(database_url=url)
            given_ = structs.replace(settings, sync_keys=blank)
            for is_sealed in (True, False):
                told = ring_of(given_, lambda sealed=is_sealed: sealed)
                assert told == ring_of(settings, lambda sealed=is_sealed: sealed)
