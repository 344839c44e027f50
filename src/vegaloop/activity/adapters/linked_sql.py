"""In SQL: what a person said of pairs of sessions, and which files they removed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import delete, select

from vegaloop.activity.adapters.derived_sql import DerivedRows
from vegaloop.activity.adapters.rows import from_verdict_row, verdict_values
from vegaloop.activity.adapters.tables import buried, verdicts
from vegaloop.activity.domain.link import Verdict
from vegaloop.activity.domain.session import ContentHash
from vegaloop.infrastructure.database import keep_first, replace_row
from vegaloop.kernel.time import Instant


class LinkedRows(DerivedRows):
    """One person's rows of verdicts and of removed files."""

    def verdicts(self) -> tuple[Verdict, ...]:
        """What the person said of pairs of sessions, in order of the pairs."""
        c = verdicts.c
        query = select(verdicts).where(c.person_id == self._person)
        rows = self._connection.execute(query.order_by(c.one_key, c.other_key))
        return tuple(from_verdict_row(row) for row in rows)

    def put_verdicts(self, said: Sequence[Verdict]) -> None:
        """Keep what the person said, in place of what they had said of the same pairs."""
        rows = [verdict_values(self._person, verdict) for verdict in said]
        if rows:
            self._connection.execute(replace_row(self._connection, verdicts), rows)

    def buried(self, files: Sequence[ContentHash]) -> Mapping[ContentHash, Instant]:
        """Which of some files the person removed, and when."""
        c = buried.c
        mine = c.person_id == self._person
        query = select(c.hash, c.removed_at).where(mine, c.hash.in_(files))
        return {ContentHash(file): at for file, at in self._connection.execute(query)}

    def bury(self, file: ContentHash, at: Instant) -> None:
        """Remember that the person removed a file; the first time stays."""
        row = {"person_id": self._person, "hash": file, "removed_at": at}
        self._connection.execute(keep_first(self._connection, buried), [row])

    def unbury(self, file: ContentHash) -> None:
        """Forget that the person removed a file."""
        c = buried.c
        self._connection.execute(delete(buried).where(c.person_id == self._person, c.hash == file))
