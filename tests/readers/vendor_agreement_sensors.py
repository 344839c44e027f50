"""How far what is read of glucose sensors, beats and food diaries agrees with what is expected.

`python -m tests.readers.agreements sensors` prints n of m for each field.
"""

from __future__ import annotations

import gzip
import itertools
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import mean
from typing import Final

from tests.readers.vendor_files import PARIS, of_kind, read_bytes
from tests.support import SHARED
from vegaloop.biometrics import Glucose, RrIntervals
from vegaloop.imports.domain.found import Found, FoundMeal, FoundReading, NotTaken
from vegaloop.imports.domain.people import SeveralPeople
from vegaloop.imports.domain.reasons import BeyondSensor
from vegaloop.kernel.person import Profile
from vegaloop.nutrition import StatedEntry

Facts = dict[str, dict[str, object]]
_CGM: Final = "biometrics/cgm/"
_DIARY: Final = "nutrition/diary_exports/"
_DATED: Final = "2024-01-05 07-30-00.csv"  # Files of beats do not say when they began.
_PART: Final = {"Clarity_Export_synthetic": "egv"}
_DAYS: Final = ("historic_per_day", "egv_per_day", "per_day", "per_day_utc", "per_utc_day")


def taken(path: str, profile: Profile = PARIS) -> list[Found]:
    """What is found in a real file."""
    data = (SHARED / path).read_bytes()
    data = gzip.decompress(data) if path.endswith(".gz") else data
    plain = path.removesuffix(".gz")
    name = _DATED if "/rr/" in path else "x.json" if plain.endswith(".json") else "x.csv"
    return read_bytes(data, name, profile)


def agreement() -> Iterator[tuple[str, bool]]:
    """Each field that could be compared, and whether it agrees."""
    body = json.loads((SHARED / "expected/biometrics.json").read_text())["files"]
    for path, facts in body.items():
        if path.startswith(_CGM):
            yield from _sensor(path, facts)
        elif path.startswith("biometrics/rr/") and path.endswith(".txt"):
            yield from _beats(path, facts)
    food = json.loads((SHARED / "expected/nutrition.json").read_text())["files"]
    yield from _servings(food[f"{_DIARY}cronometer_servings.csv"])
    for name in ("cronometer_dailysummary", "myfitnesspal"):
        yield from _first_row(name, food[f"{_DIARY}{name}.csv"])


def _sensor(path: str, facts: Facts) -> Iterator[tuple[str, bool]]:
    # In UTC, so that the hours counted twice or never on the wall of a home do not count here.
    found = taken(path, Profile())
    if "iglu" in path:
        (none,) = of_kind(found, NotTaken)
        yield "people told and not taken", none.reason == SeveralPeople(5)
        yield "glucose rows", none.count == facts["rows"]["value"]
        return
    if "dexcom_share" in path:
        values = [one.mg_dl for one in _values(found)]
        yield "glucose readings", [[one] for one in values] == facts["values"]["value"]
        return
    told = facts.get("historic", facts.get("egv", facts))
    sensor = [one for one in found if isinstance(one, FoundReading) and _own(one)]
    values = [one.mg_dl for one in _values(sensor)]
    in_range = 100 * sum(70 <= one <= 180 for one in values) / len(values)
    yield "glucose readings", len(values) == told["readings"]["value"]
    yield "glucose mean", abs(mean(values) - told["mean"]["value"]) < 1e-4
    yield "glucose least", min(values) == told["min"]["value"]
    yield "glucose most", max(values) == told["max"]["value"]
    share = told["time_in_range_70_180_pct"]["value"]
    yield "glucose in range", abs(in_range - share) < 1e-4
    by_day = Counter(one.reading.moment.local_date.isoformat() for one in sensor)
    for name in _DAYS:
        if name in facts:
            yield "glucose by day", by_day == facts[name]["value"]
    if "scan_readings" in facts:
        scans = len(_values(found)) - len(values)
        yield "glucose scans", scans == facts["scan_readings"]["value"]
    if "egv_not_numeric" in facts:
        words = Counter(
            one.reason.given
            for one in of_kind(found, NotTaken)
            if isinstance(one.reason, BeyondSensor)
        )
        yield "glucose words", words == facts["egv_not_numeric"]["value"]
    if "rows" in facts and "nightscout" not in path:
        count = sum(one.count if isinstance(one, NotTaken) else 1 for one in found)
        yield "glucose rows", count == facts["rows"]["value"]


def _own(one: FoundReading) -> bool:
    return not one.reading.source.endswith((" scan", " strip"))


def _values(found: Sequence[Found]) -> list[Glucose]:
    held = (one.reading.value for one in of_kind(found, FoundReading))
    return [value for value in held if isinstance(value, Glucose)]


def _beats(path: str, facts: Facts) -> Iterator[tuple[str, bool]]:
    (reading,) = of_kind(taken(path), FoundReading)
    beats = reading.reading.value
    assert isinstance(beats, RrIntervals)
    rr_ms = beats.rr_ms
    steps = [(b - a) ** 2 for a, b in itertools.pairwise(rr_ms)]
    yield "intervals", len(rr_ms) == facts["intervals"]["value"]
    yield "intervals sum", sum(rr_ms) == facts["sum_ms"]["value"]
    yield "intervals least", min(rr_ms) == facts["min"]["value"]
    yield "intervals most", max(rr_ms) == facts["max"]["value"]
    yield "intervals rmssd", abs(mean(steps) ** 0.5 - facts["rmssd_ms"]["value"]) < 1e-3


def _servings(facts: Facts) -> Iterator[tuple[str, bool]]:
    meals = of_kind(taken(f"{_DIARY}cronometer_servings.csv"), FoundMeal)
    portions = [(meal, one) for meal in meals for one in meal.entry.portions]
    yield "diary rows", len(portions) == facts["rows"]["value"]
    sums: Counter[str] = Counter()
    for meal, portion in portions:
        assert isinstance(portion, StatedEntry)
        sums[meal.entry.eaten_at.date().isoformat()] += dict(portion.stated)["energy_kcal"]
    told = facts["kcal_per_day"]["value"]
    yield "diary days", len(sums) == facts["days"]["value"]
    for day, kcal in told.items():
        yield "diary energy by day", abs(sums[day] - kcal) < 0.005
    untimed = sum(len(meal.entry.portions) for meal in meals if meal.time_assumed)
    yield "diary rows without time", untimed == facts["rows_without_time"]["value"]
    groups = Counter(meal.key.split("|")[1] for meal, _ in portions)
    yield "diary groups", groups == facts["groups"]["value"]


def _first_row(name: str, facts: Facts) -> Iterator[tuple[str, bool]]:
    meals = of_kind(taken(f"{_DIARY}{name}.csv"), FoundMeal)
    yield "diary rows", len(meals) == facts["rows"]["value"]
    first = facts["first"]["value"]
    (portion,) = meals[0].entry.portions
    assert isinstance(portion, StatedEntry)
    stated = dict(portion.stated)
    for column, field in (
        ("Energy (kcal)", "energy_kcal"),
        ("Calories", "energy_kcal"),
        ("Alcohol (g)", "alcohol_g"),
        ("Water (g)", "water_g"),
        ("B1 (Thiamine) (mg)", "thiamin_mg"),
        ("Fat (g)", "fat_g"),
        ("Saturated Fat", "saturates_g"),
    ):
        if column in first:
            yield "diary figures", abs(stated[field] - float(first[column])) < 1e-9
    yield "diary first day", meals[0].entry.eaten_at.date().isoformat() == first["Date"]
