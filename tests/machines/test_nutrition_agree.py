"""Three diaries and a list, one machine: whatever is done to all, all answer the same."""

from __future__ import annotations

import datetime as dt

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    initialize,
    invariant,
    multiple,
    rule,
)

from tests.machines.nutrition_stores import SEEN, StoresAgree, agree
from tests.strategies.nutrition import (
    FOODS,
    OATS,
    TEA,
    TODAY,
    circumstances,
    entries,
)
from tests.support import NOW
from vegaloop.infrastructure.database import Database
from vegaloop.kernel.signal import Signal
from vegaloop.kernel.time import LocalDate, days_after, days_from
from vegaloop.nutrition import (
    CopiedDay,
    DayLog,
    Meal,
    MealEntry,
    MealId,
    MealKind,
    MealLine,
    MealOnDay,
    Place,
    Preference,
    ProteinMethod,
    WeighedEntry,
)
from vegaloop.nutrition.domain.circumstances import (
    Circumstances,
)

DAYS = st.sampled_from([days_after(TODAY, n) for n in (-3, -2, -1, 0, 2)])


class DiariesAgree(StoresAgree):
    """One person's diary, in every store at once, beside a plain list of what must be there."""

    ids = Bundle("ids")

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[MealId, Meal] = {}
        self.closed: set[LocalDate] = set()
        self.gone: set[MealId] = set()

    def listen(self, day: LocalDate) -> None:
        told = self.each("signals", lambda nutrition: nutrition.signals(self.me, day))
        assert isinstance(told, tuple)
        SEEN["a signal"] += any(isinstance(one, Signal) for one in told)

    def agrees(self, done: object) -> Meal:
        assert isinstance(done, MealOnDay)
        log = DayLog(done.meal.local_date, done.day.log.closed_at)
        there = (m for m in self.kept.values() if m.local_date == done.meal.local_date)
        assert done.day.log == log.of_meals(there)
        return done.meal

    @initialize(target=ids, said=st.lists(entries, min_size=3, max_size=5))
    def begin(self, said: list[MealEntry]) -> object:
        done = [
            self.each("log", lambda n, entry=entry: n.log_meal(self.me, entry)) for entry in said
        ]
        meals = [one.meal for one in done if isinstance(one, MealOnDay)]
        self.kept = {meal.id: meal for meal in meals}
        return multiple(*self.kept)

    @rule(target=ids, entry=entries, tea_is_known=st.booleans())
    def log_meal(self, entry: MealEntry, tea_is_known: bool) -> object:
        self.shelf.held = dict(FOODS) if tea_is_known else {OATS.id: OATS}
        done = self.each("log", lambda nutrition: nutrition.log_meal(self.me, entry))
        if done is None:
            return multiple()
        assert isinstance(done, MealOnDay)
        self.kept[done.meal.id] = done.meal
        return self.agrees(done).id

    @rule(day=DAYS, method=st.sampled_from(ProteinMethod))
    def prefer(self, day: LocalDate, method: ProteinMethod) -> None:
        chosen = self.each("prefer", lambda n: n.prefer(self.me, Preference(day, method)))
        assert isinstance(chosen, tuple)
        assert Preference(day, method) in chosen
        for about in (day, TODAY):
            self.each("adequacy", lambda n, about=about: n.adequacy(self.me, about))
            self.each("glycaemia", lambda n, about=about: n.glycaemia(self.me, about))

    @rule(id=ids, entry=entries)
    def amend(self, id: MealId, entry: MealEntry) -> None:
        done = self.each("amend", lambda nutrition: nutrition.amend_meal(self.me, id, entry))
        if id in self.gone:
            assert done is None
        if isinstance(done, MealOnDay):
            if done.meal.local_date != self.kept[id].local_date:
                SEEN["amended to another day"] += 1
            self.kept[id] = done.meal
            self.agrees(done)

    @rule(id=ids, entry=entries)
    def remove(self, id: MealId, entry: MealEntry) -> None:
        done = self.each("remove", lambda nutrition: nutrition.remove_meal(self.me, id))
        assert (done is None) == (id in self.gone)
        if done is not None:
            assert self.kept.pop(id) == self.agrees(done)
            self.gone.add(id)
        assert (
            self.each("amend", lambda nutrition: nutrition.amend_meal(self.me, id, entry)) is None
        )

    @rule(target=ids, id=ids, hours=st.sampled_from([0, 1, 30, 100]))
    def copy(self, id: MealId, hours: int) -> object:
        when, late = NOW - dt.timedelta(hours=hours), NOW + dt.timedelta(hours=1)
        assert self.each("copy", lambda n: n.copy_meal(self.me, id, late, None)) is None
        done = self.each("copy", lambda nutrition: nutrition.copy_meal(self.me, id, when, None))
        if not isinstance(done, MealOnDay):
            return multiple()
        assert done.meal.portions == self.kept[id].portions
        self.kept[done.meal.id] = done.meal
        return self.agrees(done).id

    @rule(target=ids, source=DAYS, target_day=DAYS)
    def copy_day(self, source: LocalDate, target_day: LocalDate) -> object:
        done = self.each(
            "copy day", lambda nutrition: nutrition.copy_day(self.me, source, target_day)
        )
        if not isinstance(done, CopiedDay):
            return multiple()
        SEEN["left out of a copied day"] += len(done.refused)
        self.kept |= {meal.id: meal for meal in done.copied}
        return multiple(*(meal.id for meal in done.copied))

    @rule(day=DAYS, opened=st.booleans())
    def mark(self, day: LocalDate, opened: bool) -> None:
        if opened:
            self.each("reopen", lambda nutrition: nutrition.reopen_day(self.me, day))
            self.closed.discard(day)
        elif self.each("close", lambda nutrition: nutrition.close_day(self.me, day)) is not None:
            self.closed.add(day)
            self.listen(days_after(day, 1))

    @rule(known=circumstances)
    def live(self, known: Circumstances) -> None:
        self.circle.known = known
        self.shelf.held = {OATS.id: OATS}
        tea = MealEntry(MealKind.SNACK, NOW, (WeighedEntry(TEA.id, 200.0),))
        assert self.each("log", lambda nutrition: nutrition.log_meal(self.me, tea)) is None
        ahead = days_after(TODAY, 2)
        assert self.each("close", lambda nutrition: nutrition.close_day(self.me, ahead)) is None
        nothing = self.each("copy day", lambda n: n.copy_day(self.me, ahead, TODAY))
        assert nothing is None

    @rule(id=ids, day=DAYS, name=st.sampled_from(["energy_kcal", "fibre_g"]))
    def look(self, id: MealId, day: LocalDate, name: str) -> None:
        self.each("history", lambda nutrition: nutrition.history(self.me, id))
        assert self.each("mine", lambda nutrition: nutrition.meal(self.me, id)) == self.kept.get(id)
        self.each("yours", lambda nutrition: nutrition.meal(self.you, id))
        span = (days_after(TODAY, -9), days_after(TODAY, 3))
        for measure in (f"nutrition.{name}", "nutrition.gold_g"):
            self.each("measured", lambda n, measure=measure: n.measured(self.me, measure, *span))
        self.listen(day)

    @rule(limit=st.integers(1, 4))
    def page_through(self, limit: int) -> None:
        start, end = days_after(TODAY, -9), days_after(TODAY, 3)
        expected = sorted(
            self.kept.values(), key=lambda m: (m.local_date, m.eaten.at, m.id), reverse=True
        )
        place: Place | None = None
        found: list[MealLine] = []
        while True:
            page = self.each(
                "page",
                lambda nutrition, place=place: nutrition.meals(self.me, start, end, place, limit),
            )
            assert isinstance(page, tuple)
            found += page
            if len(page) < limit:
                break
            last = found[-1]
            place = Place(last.local_date, last.eaten.at, last.id)
        assert found == [meal.line for meal in expected]

    @invariant()
    def the_days_are_what_the_list_says(self) -> None:
        start, end = days_after(TODAY, -9), days_after(TODAY, 3)
        logs = self.each("days", lambda nutrition: nutrition.days(self.me, start, end))
        assert isinstance(logs, tuple)
        told = {report.log.day: report.log for report in logs}
        for day in days_from(start, end):
            there = [meal for meal in self.kept.values() if meal.local_date == day]
            assert (day in told) == bool(there or day in self.closed)
            if day in told:
                assert told[day] == DayLog(day, told[day].closed_at).of_meals(there)


def test_memory_sqlite_and_postgres_agree(
    sqlite_database: Database, postgres_database: Database
) -> None:
    sometimes = (
        "log",
        "log: UnknownFood",
        "amend",
        "amend: NoSuchMeal",
        "amended to another day",
        "remove",
        "copy",
        "copy: EatenInFuture",
        "copy day",
        "copy day: NothingCopied",
        "copy day: NothingToCopy",
        "copy day: SameDay",
        "close",
        "close: DayAhead",
        "a signal",
        "yours: NoSuchMeal",
        "measured: UnknownMeasure",
    )
    run = settings(max_examples=40, stateful_step_count=20, deadline=None)
    agree(DiariesAgree, (sqlite_database, postgres_database), run, sometimes)
