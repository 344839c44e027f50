"""The unit of work that shows of a day each meal once, whichever sources told it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import Instant, LocalDate
from vegaloop.nutrition.application import units
from vegaloop.nutrition.application.ports import Diary
from vegaloop.nutrition.domain.importing import day_sum_id
from vegaloop.nutrition.domain.meal import Change, Meal, MealId, MealVersion
from vegaloop.nutrition.domain.merging import Telling, is_told, merged

__all__ = ("merged_on",)


def merged_on(
    diary: Diary, person: PersonId, day: LocalDate, now: Instant
) -> Mapping[MealId, MealId]:
    """Take out what is told twice, put back what no longer is; give what is shown for each."""
    there = {meal.id: meal for meal in diary.meals_on(day) if is_told(meal)}
    past = dict(_past(diary, day))
    hidden = {id_: one.meal for id_, one in past.items() if one.ended_by is Change.MERGED}
    if not hidden and len({meal.source for meal in (*there.values(), *_meals(past))}) < 2:
        return {}
    told = (
        *(Telling(meal, _sums_day(person, meal)) for meal in there.values()),
        *(
            Telling(one.meal, _sums_day(person, one.meal), id_ not in hidden)
            for id_, one in past.items()
        ),
    )
    shown_for = merged(told)
    for id_ in shown_for.keys() & there.keys():
        units.taken_out(diary, there[id_], Change.MERGED, now)
    for id_ in hidden.keys() - shown_for.keys():
        diary.add(hidden[id_].following(hidden[id_]))
    return shown_for


def _past(diary: Diary, day: LocalDate) -> Iterator[tuple[MealId, MealVersion]]:
    """What sources last told of a day that is not in the diary as they told it."""
    for id_ in sorted({one.meal.id for one in diary.versions_on(day) if is_told(one.meal)}):
        current = diary.meal(id_)
        if current is None or not is_told(current):
            *_, last = (one for one in diary.versions(id_) if is_told(one.meal))
            if last.meal.local_date == day:
                yield id_, last


def _meals(past: Mapping[MealId, MealVersion]) -> Iterator[Meal]:
    return (one.meal for one in past.values())


def _sums_day(person: PersonId, meal: Meal) -> bool:
    return meal.id == day_sum_id(person, meal.source, meal.local_date)
