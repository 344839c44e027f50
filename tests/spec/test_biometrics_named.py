"""Readings their source has a name for, whenever they were. Each class quotes the rule it holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from tests.spec.test_biometrics_edited import overnight
from tests.strategies.biometrics import (
    TODAY,
    WATCH,
    biometrics_in_memory,
    hrv,
    morning_of_day,
    resting,
    slept,
    weigh_in,
)
from tests.support import NOW, at, at_most, good, refused, somebody
from vegaloop.biometrics import (
    Biometrics,
    Kind,
    Metric,
    NewReading,
    NoSuchReading,
    Outcome,
    Reading,
    ReadingQuery,
    RrIntervals,
)
from vegaloop.kernel.time import days_after

ME = somebody()
# Which name, edited how many hours after the first edition, so many minutes into its morning.
Edition = tuple[int, int, int]
editions = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 6), st.integers(0, 40)),
    max_size=9,
    unique_by=(lambda one: one[:2], lambda one: one[2]),
)


def as_named(new: NewReading, name: str, hours: int | None = None) -> NewReading:
    edited = None if hours is None else at(NOW - dt.timedelta(hours=30 - hours))
    return structs.replace(new, external_id=name, modified_at=edited)


def edition(of: Edition) -> NewReading:
    name, hours, minutes = of
    pulse = structs.replace(resting(1, 50 + hours), moment=morning_of_day(1, minutes))
    return as_named(pulse, str(name), hours)


def told(*news: NewReading) -> Biometrics:
    biometrics = biometrics_in_memory()
    for new in news:
        good(biometrics.record(ME, new))
    return biometrics


def all_of(biometrics: Biometrics, kind: Kind | None = None) -> tuple[Reading, ...]:
    counts = biometrics.readings(ME, ReadingQuery(100, kind))
    waits = biometrics.readings(ME, ReadingQuery(100, kind, quarantined=True))
    return (*counts, *(one for one in waits if not one.counts))


def shown(biometrics: Biometrics) -> list[object]:
    return sorted(
        (one.kind, one.source, one.moment.at, str(one.value), one.counts)
        for one in all_of(biometrics)
    )


class TestBio167:
    """BIO-167. A reading its source has a name for is the only one of its kind under that name: told of another time it is there, and gone from where it was with the readings made of its night, unless that is older or was told before, or the person decided anything of it."""

    @settings(max_examples=at_most(100))
    @given(editions, st.randoms(), st.integers(1, 9))
    def test_the_newest_edition_stands_in_any_order(
        self, of: list[Edition], chance: object, size: int
    ) -> None:
        newest = {name: (name, hours, minutes) for name, hours, minutes in sorted(of)}
        mixed = list(of)
        chance.shuffle(mixed)
        biometrics = biometrics_in_memory()
        for n in range(0, len(mixed), size):
            good(biometrics.record_all(ME, [edition(one) for one in mixed[n : n + size]]))
        assert shown(biometrics) == shown(told(*map(edition, newest.values())))
        receipt = good(biometrics.record_all(ME, [edition(one) for one in mixed]))
        assert receipt.seen == len(of)

    @settings(max_examples=at_most(100))
    @given(editions)
    def test_the_last_told_stands_where_nothing_is_dated(self, of: list[Edition]) -> None:
        biometrics, last = biometrics_in_memory(), dict[int, Edition]()
        undated = [structs.replace(edition(one), modified_at=None) for one in of]
        for one, new in zip(of, undated, strict=True):
            outcome = good(biometrics.record(ME, new)).outcome
            assert outcome is (Outcome.AMENDED if one[0] in last else Outcome.KEPT)
            last[one[0]] = one
        assert shown(biometrics) == shown(told(*map(edition, last.values())))
        before = all_of(biometrics)
        for new in undated:
            assert good(biometrics.record(ME, new)).outcome is Outcome.SEEN
        assert all_of(biometrics) == before

    @settings(max_examples=at_most(60))
    @given(editions)
    def test_a_batch_ends_as_one_by_one(self, of: list[Edition]) -> None:
        news = [structs.replace(edition(one), modified_at=None) for one in of]
        batch = biometrics_in_memory()
        good(batch.record_all(ME, news))
        by_time = sorted(news, key=lambda new: new.moment.at)
        assert shown(batch) == shown(told(*by_time))

    def test_a_night_that_was_shortened_is_the_one_that_counts(self) -> None:
        long, short = as_named(slept(0, 580, 600), "a"), as_named(slept(0, 430, 450), "a")
        biometrics = told(long, short)
        assert good(biometrics.reports.sleep(ME, TODAY).slept).asleep_minutes == 430
        assert len(all_of(biometrics)) == 1

    def test_several_readings_of_one_name_stay_apart(self) -> None:
        kinds = [slept(0, 400, 500), hrv(0, 50), resting(0, 50), weigh_in(0, 70, WATCH)]
        biometrics = told(*(as_named(new, "a") for new in kinds))
        assert len(all_of(biometrics)) == len(kinds)

    @pytest.mark.parametrize("how", ["release", "remove"])
    def test_what_the_person_decided_stays(self, how: str) -> None:
        first = as_named(weigh_in(1, 700, WATCH), "a")
        biometrics = told(first)
        (kept,) = all_of(biometrics)
        good({"release": biometrics.release, "remove": biometrics.remove}[how](ME, kept.id))
        before = shown(biometrics)
        moved = as_named(weigh_in(0, 70, WATCH), "a", 29)
        assert good(biometrics.record(ME, moved)).outcome is Outcome.SEEN
        assert shown(biometrics) == before

    def test_a_place_where_another_was_removed_stays_empty(self) -> None:
        biometrics = told(resting(0, 50), as_named(resting(1, 51), "a"))
        removed = next(one for one in all_of(biometrics) if one.external_id is None)
        good(biometrics.remove(ME, removed.id))
        good(biometrics.record(ME, as_named(resting(0, 52), "a")))
        assert all_of(biometrics) == ()

    def test_one_without_a_date_keeps_that_of_the_edition_before(self) -> None:
        first, last = as_named(resting(2, 50), "a", 5), as_named(resting(1, 51), "a")
        biometrics = told(first, last)
        assert shown(biometrics) == shown(told(last))
        older = as_named(resting(0, 52), "a", 4)
        assert good(biometrics.record(ME, older)).outcome is Outcome.SEEN
        assert shown(biometrics) == shown(told(last))

    def test_what_had_no_name_gets_it(self) -> None:
        biometrics = told(resting(1, 50))
        assert good(biometrics.record(ME, as_named(resting(1, 50), "a"))).outcome is Outcome.SEEN
        assert good(biometrics.record(ME, as_named(resting(0, 50), "a"))).outcome is Outcome.AMENDED
        assert shown(biometrics) == shown(told(resting(0, 50)))

    def test_two_that_come_to_one_place_are_one(self) -> None:
        one, other = as_named(resting(1, 50), "a"), as_named(resting(0, 51), "b")
        biometrics = told(one, other, as_named(resting(0, 52), "a"))
        assert shown(biometrics) == shown(told(resting(0, 52)))
        assert good(biometrics.record(ME, other)).outcome is Outcome.SEEN

    def test_names_that_change_places(self) -> None:
        places = [resting(ago, 50 + ago) for ago in range(4)]
        biometrics = told(*(as_named(new, str(n)) for n, new in enumerate(places)))
        moved = [as_named(new, str(n)) for n, (_, new) in enumerate(pairwise((*places, places[0])))]
        good(biometrics.record_all(ME, moved))
        assert shown(biometrics) == shown(told(*places))

    def test_an_improbable_one_is_asked_about_where_it_is_now(self) -> None:
        biometrics = told(as_named(resting(1, 50), "a"))
        moved = as_named(resting(0, 300), "a")
        assert good(biometrics.record(ME, moved)).outcome is Outcome.QUARANTINED
        (waits,) = all_of(biometrics)
        assert not waits.counts
        assert good(biometrics.record(ME, moved)).outcome is Outcome.SEEN

    def test_weights_behind_it_are_judged_anew(self) -> None:
        later = [weigh_in(ago, 70, WATCH) for ago in (2, 1)]
        wrong = as_named(weigh_in(3, 90, WATCH), "a")
        biometrics = told(wrong, *later)
        assert sum(one.counts for one in all_of(biometrics)) == 1
        right = as_named(weigh_in(4, 70.5, WATCH), "a")
        receipt = good(biometrics.record_all(ME, [right]))
        assert receipt.fates == (Outcome.AMENDED,)
        assert shown(biometrics) == shown(told(right, *later))

    def test_its_beats_go_with_it(self) -> None:
        beats = NewReading(morning_of_day(1), RrIntervals((800_000, 820_000) * 40), WATCH)
        biometrics = told(as_named(beats, "a"))
        (first,) = all_of(biometrics)
        good(biometrics.record(ME, as_named(hrv(0, 50), "a")))
        (now,) = all_of(biometrics)
        for one in (first, now):
            assert refused(biometrics.recording(ME, one.id)) == NoSuchReading(one.id)

    @given(st.integers(0, 2), st.booleans())
    def test_nights_follow_their_sleep(self, ago: int, together: bool) -> None:
        night, other = as_named(slept(1, 400), "a"), as_named(slept(ago, 380, 500), "a")
        biometrics, never = biometrics_in_memory(), biometrics_in_memory()
        whole: list[Sequence[NewReading]] = [[night, other]] if together else [[night], [other]]
        last = max((night, other), key=lambda new: new.identity.began_at) if together else other
        for one, parts in ((biometrics, whole), (never, [[last]])):
            for day in (0, 1, 2):
                good(one.record_samples(ME, [overnight(Metric.OXYGEN, ago=day)]))
            for part in parts:
                good(one.record_all(ME, part))
                good(one.settle_nights(ME, days_after(TODAY, -4), days_after(TODAY, 1)))
        assert shown(biometrics) == shown(never)
