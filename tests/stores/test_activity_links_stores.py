"""The contract of the training logs on what is one training: the three stores answer alike."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import text

from tests.stores.test_activity_stores import a_session, kept, logs
from tests.support import NOW, at, somebody
from vegaloop.activity import ActivityQuery, Channel, Link, LinkedBy, Session, Twin
from vegaloop.activity.adapters.sql import SqlTrainingLogs
from vegaloop.activity.application.ports import TrainingLog, TrainingLogs
from vegaloop.activity.domain.link import SessionKey, Verdict
from vegaloop.activity.domain.peaks import PeakPower, Peaks
from vegaloop.activity.domain.session import ContentHash
from vegaloop.infrastructure.database import Database
from vegaloop.kernel.quantity import HeartRate
from vegaloop.kernel.time import days_after

__all__ = ("logs",)

TWIN = Twin(
    apart_s=1.5,
    shift_s=3_600,
    overlap_share=1.0,
    elapsed_ratio=0.99,
    distance_ratio=None,
    heart_rate_ratio=0.98,
    sure=True,
)


def linked(session: Session, lead: Session, **more: object) -> Session:
    link = Link(lead=lead.id, **more)  # type: ignore[arg-type]  # A test may say anything.
    return session.linked(link, session.facts.effort)


class TestLinks:
    """What is one training is kept with its reasons, and what does not count is in no sum."""

    def test_a_link_comes_back_whole(self, logs: TrainingLogs) -> None:
        me, you = somebody(), somebody()
        lead, other, alone = kept(logs, me, a_session(3), a_session(2), a_session(1))
        first = linked(lead, lead, by=LinkedBy.PERSON)
        second = linked(
            other, lead, to=lead.id, twin=TWIN, gives=(Channel.POWER,), offset_ms=-1_500
        )

        def work(log: TrainingLog) -> None:
            for one in (first, second):
                log.update(one)

        logs.write(me, work)
        assert logs.read(me, lambda log: log.session(other.id)) == second
        assert logs.read(me, lambda log: log.linked(lead.id)) == (first, second)
        assert logs.read(me, lambda log: log.linked(other.id)) == ()
        assert logs.read(you, lambda log: log.linked(lead.id)) == ()
        logs.write(me, lambda log: log.update(other))
        assert logs.read(me, lambda log: log.linked(lead.id)) == (first,)
        assert logs.read(me, lambda log: log.session(alone.id)) == alone

    def test_what_does_not_count_is_in_no_sum(self, logs: TrainingLogs) -> None:
        me = somebody()
        lead, other = kept(logs, me, a_session(3), a_session(2))
        first, last = days_after(lead.local_date, -1), days_after(other.local_date, 2)

        def work(log: TrainingLog) -> None:
            log.update(linked(lead, lead))
            log.update(linked(other, lead))
            for one in (lead, other):
                log.put_peaks(one.id, Peaks((PeakPower(1, 900.0),)))

        logs.write(me, work)

        def read(log: TrainingLog) -> tuple[int, ...]:
            return (
                len(log.tallies(first, last)),
                len(log.bouts(first, last)),
                len(log.peaks(first, last)),
                len(log.listed(ActivityQuery())),
                len(log.seen_rates(HeartRate(0), first, last)),
                len(log.between(first, last)),
                len(log.near(lead.start.at, other.start.at)),
                len(log.listed(ActivityQuery(with_duplicates=True))),
            )

        seen = 1 if lead.seen_rate else 0
        assert logs.read(me, read) == (1, 1, 1, 1, seen, 2, 2, 2)

    def test_a_session_is_found_by_its_key(self, logs: TrainingLogs) -> None:
        me, you = somebody(), somebody()
        filed, other = kept(logs, me, a_session(3), a_session(3, index=1))
        assert logs.read(me, lambda log: log.keyed(filed.key)) == (filed,)
        assert logs.read(me, lambda log: log.keyed(other.key)) == (other,)
        assert logs.read(you, lambda log: log.keyed(filed.key)) == ()
        assert logs.read(me, lambda log: log.keyed(SessionKey(str(UUID(int=5))))) == ()
        assert logs.read(me, lambda log: log.keyed(SessionKey("ab:0"))) == ()

    def test_the_last_verdict_stands(self, logs: TrainingLogs) -> None:
        me, you = somebody(), somebody()
        a, b, c = (SessionKey(name * 64 + ":0") for name in "abc")
        said = [
            Verdict(a, c, True, at(NOW)),
            Verdict(a, b, True, at(NOW)),
            Verdict(a, c, False, at(NOW)),
        ]
        for one in said:
            logs.write(me, lambda log, one=one: log.put_verdicts([one]))  # type: ignore[misc]  # Its own each.
        assert logs.read(me, lambda log: log.verdicts()) == (said[1], said[2])
        logs.write(me, lambda log: log.put_verdicts([]))
        assert logs.read(you, lambda log: log.verdicts()) == ()
        with pytest.raises(ValueError, match="in order"):
            Verdict(b, a, True, at(NOW))

    def test_what_was_removed_is_remembered(self, logs: TrainingLogs) -> None:
        me, you = somebody(), somebody()
        one, other = (ContentHash(name * 64) for name in "ab")
        sooner, later = at(NOW), at(NOW.replace(year=2027))
        logs.write(me, lambda log: log.bury(one, sooner))
        logs.write(me, lambda log: log.bury(one, later))
        assert logs.read(me, lambda log: log.buried((one, other))) == {one: sooner}
        assert logs.read(you, lambda log: log.buried((one, other))) == {}
        assert logs.read(me, lambda log: log.buried(())) == {}
        logs.write(me, lambda log: log.unbury(one))
        assert logs.read(me, lambda log: log.buried((one, other))) == {}


def test_a_session_from_before_there_were_links_counts(database: Database | None) -> None:
    if database is None:
        return
    logs, me = SqlTrainingLogs(database), somebody()
    (session,) = kept(logs, me, a_session(1))
    with database.transaction(writing=True) as connection:
        find = "SELECT lead_id, link FROM activity_session WHERE person_id = :me"
        key = me.hex if connection.dialect.name == "sqlite" else me
        assert connection.execute(text(find), {"me": key}).one() == (None, None)
    assert session.counts
