"""Whose an account of a vendor is. Each class quotes its rule (docs/rules.md)."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from tests.stores.sync_stores import MANY, at_once, connection_of
from tests.support import NOW, at, somebody
from vegaloop.device_sync.adapters.memory import MemorySyncBooks
from vegaloop.device_sync.application.ports import SyncBook
from vegaloop.device_sync.domain.connection import Connected, Disconnected, GrantId
from vegaloop.device_sync.domain.vendor import Account, Vendor

_CONNECTED = Connected(GrantId(UUID(int=1)), ())
_PARTED = Disconnected(at(NOW))
people = st.integers(0, 2)
# With which account somebody connects, or None where they part.
moves = st.lists(st.tuples(people, st.sampled_from(("a", "b", "é" * 300, None))), max_size=12)


class TestDsy113:
    """DSY-113. An account of a vendor is of one person at a time: whoever else connects with it is refused, until that person disconnects or connects with another."""

    @given(moves)
    def test_one_at_a_time(self, moves: list[tuple[int, str | None]]) -> None:
        books, here, has = MemorySyncBooks(), [somebody() for _ in range(3)], dict[int, str]()
        for n, account in moves:
            standing = _PARTED if account is None else _CONNECTED
            made = connection_of(account or "a", standing)
            done = books.write(here[n], lambda book, made=made: book.put_connection(made))
            is_taken = account in [held for who, held in has.items() if who != n]
            assert done is (account is None or not is_taken)
            if account is None:
                has.pop(n, None)
            elif done:
                has[n] = account
            for name in ("a", "b", "é" * 300):
                holder = next((here[who] for who, held in has.items() if held == name), None)
                assert books.whose(Vendor.STRAVA, Account(name)) == holder

    def test_of_many_at_once_one(self) -> None:
        books = MemorySyncBooks()

        def claim(book: SyncBook) -> bool:
            return book.put_connection(connection_of("a", _CONNECTED))

        assert at_once(lambda _: books.write(somebody(), claim)).count(True) == 1
        assert len(books.people(None, MANY)) == MANY

    def test_what_failed_claims_nothing(self) -> None:
        books, me, other = MemorySyncBooks(), somebody(), somebody()

        def fails(book: SyncBook) -> None:
            assert book.put_connection(connection_of("a", _CONNECTED))
            raise KeyError

        with suppress(KeyError):
            books.write(me, fails)
        claims = connection_of("a", _CONNECTED)
        assert books.write(other, lambda book: book.put_connection(claims))
