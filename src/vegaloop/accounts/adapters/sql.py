"""Accounts in SQL: tables, and the functions between a row and a value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Final, TypeVar, final
from uuid import UUID

import msgspec
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Date,
    LargeBinary,
    Named,
    String,
    Table,
    TypedColumns,
    Uuid,
    bindparam,
    delete,
    select,
    update,
)

from vegaloop.accounts.application.ports import Account, Accounts
from vegaloop.accounts.domain.person import Person
from vegaloop.accounts.domain.token import Token, TokenHash, TokenId
from vegaloop.infrastructure.database import METADATA, Database, InstantColumn, keep_first
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.person import Home, Profile, Sex
from vegaloop.kernel.quantity import Distance
from vegaloop.kernel.time import Instant, TimeZone

A = TypeVar("A")


class _PersonColumns(TypedColumns):
    person_id: Named[UUID] = Column(Uuid, primary_key=True)
    since: Named[Instant] = Column(InstantColumn)
    sex: Named[str | None] = Column(String(10))
    birth_date: Named[dt.date | None] = Column(Date)
    height_mm: Named[int | None] = Column(BigInteger)
    home_zone: Named[str] = Column(String(64))
    homes: Named[bytes | None] = Column(LargeBinary)
    __row_pos__: tuple[UUID, Instant, str | None, dt.date | None, int | None, str, bytes | None]


class _TokenColumns(TypedColumns):
    person_id: Named[UUID] = Column(Uuid, primary_key=True)
    token_id: Named[UUID] = Column(Uuid, primary_key=True)
    hash: Named[str] = Column(String(64))
    label: Named[str] = Column(String(100))
    issued_at: Named[Instant] = Column(InstantColumn)
    __row_pos__: tuple[UUID, UUID, str, str, Instant]


class _DirectoryColumns(TypedColumns):
    kind: Named[str] = Column(String(20), primary_key=True)
    key: Named[str] = Column(String(200), primary_key=True)
    person_id: Named[UUID] = Column(Uuid)
    __row_pos__: tuple[str, str, UUID]


_people: Final = Table("account_person", METADATA, _PersonColumns)
_tokens: Final = Table("account_token", METADATA, _TokenColumns)
# A reference table: what must be unique over all people, and whose it is.
_directory: Final = Table("account_directory", METADATA, _DirectoryColumns)

_OWNER: Final = "owner"
_TOKEN: Final = "token"
_HOMES: Final = msgspec.json.Decoder(tuple[Home, ...])

# Asked for by every request: to build them takes longer than to run them.
_WHOSE: Final = select(_directory.c.person_id).where(
    _directory.c.kind == bindparam("kind"), _directory.c.key == bindparam("key")
)
_WHO: Final = select(_people).where(_people.c.person_id == bindparam("person"))


def _from_person_row(
    person_id: UUID,
    since: Instant,
    sex: str | None,
    birth_date: dt.date | None,
    height_mm: int | None,
    home_zone: str,
    homes: bytes | None,
) -> Person:
    profile = Profile(
        sex=None if sex is None else Sex(sex),
        birth_date=birth_date,
        height=None if height_mm is None else Distance(height_mm),
        home_zone=TimeZone(home_zone),
        homes=() if homes is None else _HOMES.decode(homes),
    )
    return Person(PersonId(person_id), since, profile)


def _from_token_row(_: UUID, token_id: UUID, hash: str, label: str, issued_at: Instant) -> Token:
    return Token(TokenId(token_id), TokenHash(hash), label, issued_at)


@final
class SqlAccount(Account):
    """One person's rows."""

    def __init__(self, connection: Connection, person: PersonId) -> None:
        self._connection = connection
        self._person = person

    def person(self) -> Person | None:
        """Who it is, if the account was opened."""
        row = self._connection.execute(_WHO, {"person": self._person}).one_or_none()
        return None if row is None else _from_person_row(*row)

    def add(self, person: Person) -> None:
        """Open the account; a second opening changes nothing."""
        values = {"person_id": person.id, "since": person.since, **_profile_values(person.profile)}
        self._connection.execute(keep_first(self._connection, _people).values(values))

    def update(self, profile: Profile) -> None:
        """Replace what the person said about themself."""
        self._connection.execute(
            update(_people)
            .where(_people.c.person_id == self._person)
            .values(_profile_values(profile))
        )

    def tokens(self) -> tuple[Token, ...]:
        """The tokens that are valid, oldest first."""
        c = _tokens.c
        query = select(_tokens).where(c.person_id == self._person).order_by(c.issued_at, c.token_id)
        return tuple(_from_token_row(*row) for row in self._connection.execute(query))

    def add_token(self, token: Token) -> None:
        """Keep a token; a second one with its id is not kept."""
        self._connection.execute(
            keep_first(self._connection, _tokens).values(
                person_id=self._person,
                token_id=token.id,
                hash=token.hash,
                label=token.label,
                issued_at=token.issued_at,
            )
        )
        entry = {"kind": _TOKEN, "key": token.hash, "person_id": self._person}
        self._connection.execute(keep_first(self._connection, _directory).values(entry))

    def remove_token(self, id: TokenId) -> None:
        """Forget a token; from then on it opens nothing."""
        of_id = (_tokens.c.person_id == self._person) & (_tokens.c.token_id == id)
        for key in self._connection.execute(select(_tokens.c.hash).where(of_id)).scalars():
            self._connection.execute(
                delete(_directory).where(
                    _directory.c.kind == _TOKEN,
                    _directory.c.key == key,
                    _directory.c.person_id == self._person,
                )
            )
        self._connection.execute(delete(_tokens).where(of_id))


def _profile_values(profile: Profile) -> dict[str, object]:
    return {
        "sex": None if profile.sex is None else profile.sex.value,
        "birth_date": profile.birth_date,
        "height_mm": None if profile.height is None else profile.height.amount,
        "home_zone": profile.home_zone,
        "homes": msgspec.json.encode(profile.homes) if profile.homes else None,
    }


@final
class SqlAccounts(Accounts):
    """Accounts in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, person: PersonId, work: Callable[[Account], A]) -> A:
        """Run a unit of work that only reads."""
        return self._database.read(person, lambda c: work(SqlAccount(c, person)))

    def write(self, person: PersonId, work: Callable[[Account], A]) -> A:
        """Run a unit of work and keep what it wrote, or nothing of it."""
        return self._database.write(person, lambda c: work(SqlAccount(c, person)))

    def holder(self, token: TokenHash) -> PersonId | None:
        """Whose token it is, if anybody's."""
        return self._found(_TOKEN, token)

    def owner(self, candidate: PersonId) -> PersonId:
        """The owner of this installation; the candidate, if there is none yet."""
        found = self._found(_OWNER, _OWNER)
        if found is not None:
            return found
        with self._database.transaction(writing=True) as connection:
            row = {"kind": _OWNER, "key": _OWNER, "person_id": candidate}
            connection.execute(keep_first(connection, _directory).values(row))
        return self._found(_OWNER, _OWNER) or candidate

    def _found(self, kind: str, key: str) -> PersonId | None:
        with self._database.transaction(writing=False) as connection:
            found = connection.execute(_WHOSE, {"kind": kind, "key": key}).scalar_one_or_none()
        return None if found is None else PersonId(found)
