"""Imports of exercises in diaries (docs/rules.md, IMP-58 and IMP-59)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.vendor_files import PARIS, of_kind, table_bytes, tables_in
from tests.strategies.imports import piece, world
from tests.support import good
from vegaloop.activity import Sport
from vegaloop.imports import Fate
from vegaloop.imports.adapters.readers.common.sport_words import sport_in
from vegaloop.imports.domain.found import Found, FoundRecording, Misshapen, NotTaken, Unsupported

MYFITNESSPAL: Final = ("Date", "Exercise", "Type", "Exercise Calories", "Exercise Minutes", "Sets")
CRONOMETER: Final = ("Day", "Time", "Group", "Exercise", "Minutes", "Calories Burned")
LOSE_IT: Final = ("Date", "Name", "Icon", "Type", "Quantity", "Units", "Calories", "Deleted")
days = st.dates(dt.date(2010, 1, 2), dt.date(2026, 1, 1))


def written(day: dt.date, name: str, minutes: int, kcal: int) -> list[list[Found]]:
    """What is found of one exercise, as three diaries write it."""
    date = day.isoformat()
    return [
        tables_in(MYFITNESSPAL, [(date, name, "Cardio", kcal, minutes, "")]),
        tables_in(CRONOMETER, [(date, "", "", name, minutes, -kcal)]),
        tables_in(
            LOSE_IT, [(f"{day:%m/%d/%Y}", name, "x", "Exercise", minutes, "Minutes", kcal, "0")]
        ),
    ]


def recordings(found: Sequence[Found]) -> list[FoundRecording]:
    return of_kind(found, FoundRecording)


class TestImp58:
    """IMP-58. An exercise of a diary of which only the day is known began at noon of that day at home, and says so."""

    @given(days, st.integers(1, 600), st.integers(1, 3_000))
    def test_noon(self, day: dt.date, minutes: int, kcal: int) -> None:
        for found in written(day, "Running - 6 mph", minutes, kcal):
            (one,) = recordings(found)
            assert not of_kind(found, NotTaken)
            assert one.recording.wall_start == dt.datetime.combine(day, dt.time(12))
            assert (one.zone_assumed, one.time_assumed) == (True, True)
            totals = one.recording.totals
            assert totals.elapsed.seconds == minutes * 60
            assert totals.energy is not None
            assert round(totals.energy.kcal) == kcal
            assert one.recording.sport is Sport.RUNNING
            assert one.recording.name == "Running - 6 mph"

    def test_a_time_that_is_told(self) -> None:
        (one,) = tables_in(CRONOMETER, [("2024-01-05", "18:00", "", "Yoga", 30, -90)])
        assert isinstance(one, FoundRecording)
        assert one.recording.wall_start == dt.datetime(2024, 1, 5, 18)
        assert (one.zone_assumed, one.time_assumed) == (True, False)

    def test_the_receipt_says_so_and_the_same_twice_is_two(self) -> None:
        vega, me = world()
        run = ("2024-01-05", "Running, 10 km/h", "Cardio", 300, 30, "")
        data = table_bytes(MYFITNESSPAL, [run, run])
        first = vega.imports.bring(me, "x.csv", [piece(data, "x.csv")])
        again = vega.imports.bring(me, "x.csv", [piece(data, "x.csv")])
        assert (first.counts.kept, first.counts.refused) == (2, 0)
        assert (again.counts.kept, again.counts.known) == (0, 2)
        items = [one.item for one in good(vega.imports.items(me, first.id, most=9))]
        assert {one.fate for one in items} == {Fate.KEPT}
        assert {one.remarks for one in items} == {("zone-assumed", "time-assumed")}

    def test_what_is_no_activity_is_named(self) -> None:
        rows = [
            ("2024-01-05", "Bench press", "Strength", "", "", 3),
            ("2024-01-05", "Garmin Connect calorie adjustment", "Cardio", 200, 1, ""),
            ("2024-01-05", "Sitting", "Cardio", 2000, 1440, ""),
            ("2024-01-05", "Running", "Cardio", 200, "x", ""),
            ("5 Jan", "Running", "Cardio", 200, 20, ""),
        ]
        found = tables_in(MYFITNESSPAL, rows)
        assert [one.reason for one in of_kind(found, NotTaken)] == [
            Misshapen("minutes", "x", "a number"),
            Misshapen("date", "5 Jan", "a date"),
            Unsupported("activity without its duration"),
            Unsupported("correction of the energy"),
            Unsupported("activity of a whole day"),
        ]

    @pytest.mark.parametrize(
        "header",
        [
            ("Datum", "Übung", "Art", "Trainingskalorien", "Trainingsminuten"),
            ("Fecha", "Ejercicio", "Tipo", "Calorías de ejercicio", "Minutos de ejercicio"),
            ("Date", "Exercice", "Type", "Calories dépensées", "Minutes d'exercice"),
        ],
    )
    def test_other_languages(self, header: Sequence[str]) -> None:
        (one,) = recordings(tables_in(header, [("2024-01-05", "Yoga", "x", 90, 30)], PARIS))
        assert one.recording.totals.elapsed.seconds == 1_800


WORDS: Final = (
    ("Running (jogging), 6 mph (10 min mile)", Sport.RUNNING),
    ("Jogging, general", Sport.RUNNING),
    ("Walking, 3.0 mph, mod. pace, walking dog", Sport.WALKING),
    ("Treadmill walk", Sport.WALKING),
    ("Bicycling, 12-14 mph, moderate (cycling, biking, bike riding)", Sport.CYCLING),
    ("Stationary bike, moderate effort", Sport.CYCLING),
    ("Swimming laps, freestyle, light/moderate effort", Sport.SWIMMING),
    ("Water aerobics", Sport.TRAINING),
    ("Rowing, stationary, vigorous", Sport.ROWING),
    ("Elliptical Trainer", Sport.FITNESS_EQUIPMENT),
    ("Strength training (weight lifting, weight training)", Sport.TRAINING),
    ("Skiing, cross-country, 4.0-4.9 mph", Sport.CROSS_COUNTRY_SKIING),
    ("Skiing, snow, downhill, moderate effort", Sport.ALPINE_SKIING),
    ("Table tennis (ping pong)", Sport.RACKET),
    ("Tennis, doubles", Sport.TENNIS),
    ("Horse riding, trotting", Sport.HORSEBACK_RIDING),
    ("Rope jumping, fast", Sport.JUMP_ROPE),
    ("Laufen (10 km/h)", Sport.RUNNING),
    ("Course à pied, 10 km/h", Sport.RUNNING),
    ("Caminar, ritmo rápido", Sport.WALKING),
    ("Nuoto, stile libero", Sport.SWIMMING),
    ("Cleaning, light", Sport.GENERIC),
    ("", Sport.GENERIC),
)


class TestImp59:
    """IMP-59. An exercise told in words is of the sport its first words that mean one mean, whatever stands behind them."""

    @pytest.mark.parametrize(("words", "sport"), WORDS)
    def test_words(self, words: str, sport: Sport) -> None:
        assert sport_in(words) is sport
        assert sport_in(words.upper()) is sport

    @given(st.sampled_from([one for one in WORDS if one[1] is not Sport.GENERIC]), st.text())
    def test_what_stands_behind(self, known: tuple[str, Sport], behind: str) -> None:
        assert sport_in(f"{known[0]}, 6 mph, {behind}") is known[1]
