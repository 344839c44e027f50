"""How far everything that is read agrees with the expected values of the real files.

`python -m tests.readers.agreements [NAME …]` prints n of m for each field of each family, and in
all. `python -m tests.readers.agreement` tells each disagreement of activities with both values.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from tests.readers import (
    agreement,
    food_agreement,
    vendor_agreement_apple,
    vendor_agreement_clinical,
    vendor_agreement_clouds,
    vendor_agreement_sensors,
    vendor_agreement_trackers,
)


class Agreed(NamedTuple):
    """How many values of a field agree, of how many that could be compared."""

    field: str
    agree: int
    of: int


def _activities() -> Iterator[tuple[str, bool]]:
    return ((row.field, row.agrees) for row in agreement.compared())


def _foods() -> Iterator[tuple[str, bool]]:
    for fact in food_agreement.facts():
        yield from ((fact.field, n < fact.agree) for n in range(fact.of))


# Each family: how it is compared, how many values agree of how many, and the fields that do not
# (docs/formats.md says why).
FAMILIES: Final[dict[str, tuple[Callable[[], Iterator[tuple[str, bool]]], int, int, set[str]]]] = {
    "activities": (_activities, 5_354, 5_356, {"fit records", "fit messages"}),
    "apple_health": (vendor_agreement_apple.agreement, 95, 95, set()),
    "clinical": (vendor_agreement_clinical.agreement, 614, 614, set()),
    "clouds": (
        vendor_agreement_clouds.agreement,
        82,
        85,
        {"withings pressures", "withings heart rates", "withings seconds awake"},
    ),
    "sensors": (vendor_agreement_sensors.agreement, 89, 90, {"glucose by day"}),
    "trackers": (vendor_agreement_trackers.agreement, 105, 105, set()),
    "foods": (_foods, 75, 77, {"without_energy_kcal", "macros_over_100g"}),
}


def fields_of(family: str) -> list[Agreed]:
    """Compare a family, field by field."""
    compare, *_ = FAMILIES[family]
    each: dict[str, list[bool]] = {}
    for field, agrees in compare():
        each.setdefault(field, []).append(agrees)
    return [Agreed(field, sum(agreed), len(agreed)) for field, agreed in each.items()]


def main(families: list[str]) -> None:
    """Print the tables."""
    agree = of = 0
    for family in families:
        fields = fields_of(family)
        own = Agreed(family, sum(one.agree for one in fields), sum(one.of for one in fields))
        for one in (*fields, own):
            mark = "  " if one is own or one.agree == one.of else "! "
            name = f"all {family}" if one is own else one.field
            sys.stdout.write(f"{mark}{name:60} {one.agree:5} of {one.of:5}\n")
        sys.stdout.write("\n")
        agree, of = agree + own.agree, of + own.of
    sys.stdout.write(f"  {'all':60} {agree:5} of {of:5}\n")


if __name__ == "__main__":
    main(sys.argv[1:] or list(FAMILIES))
