"""Where people were at home: homes with their days, and the days on which clocks were changed."""

from __future__ import annotations

import datetime as dt
from typing import Final

from hypothesis import strategies as st

from vegaloop.kernel.person import Home, Profile
from vegaloop.kernel.time import UTC_ZONE, LocalDate, TimeZone, day_of

# An hour and half of one, at midnight, for Ramadan, a day that never was, and none at all.
CHANGES: Final = tuple(
    (TimeZone(zone), dt.date.fromisoformat(day))
    for zone, day in (
        ("Europe/Paris", "2026-03-29"),
        ("Europe/Paris", "2026-10-25"),
        ("America/New_York", "2026-03-08"),
        ("America/New_York", "2026-11-01"),
        ("America/Sao_Paulo", "2018-11-04"),
        ("Africa/Cairo", "2024-04-26"),
        ("Africa/Casablanca", "2024-03-10"),
        ("Australia/Lord_Howe", "2026-04-05"),
        ("Australia/Lord_Howe", "2026-10-04"),
        ("Pacific/Apia", "2011-12-30"),
        ("Asia/Kolkata", "2026-01-01"),
    )
)
zones = st.sampled_from([*dict.fromkeys(zone for zone, _ in CHANGES), UTC_ZONE])
home_days = st.dates(dt.date(1990, 1, 1), dt.date(2026, 3, 18)).map(day_of)
moves = st.dictionaries(home_days, zones, max_size=6)
changed_walls = st.tuples(st.sampled_from(CHANGES), st.times()).map(
    lambda drawn: (drawn[0][0], dt.datetime.combine(drawn[0][1], drawn[1]))
)
walls = st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2199, 12, 31, 23, 59))


def living(moves: dict[LocalDate, TimeZone]) -> Profile:
    """Somebody who moved so."""
    homes = tuple(Home(day, moves[day]) for day in sorted(moves))
    return Profile(home_zone=homes[-1].time_zone if homes else UTC_ZONE, homes=homes)


def home_on(day: LocalDate, moves: dict[LocalDate, TimeZone]) -> TimeZone:
    """Where somebody who moved so was at home on a day, told the slow way."""
    if not moves:
        return UTC_ZONE
    return moves[max((known for known in moves if known <= day), default=min(moves))]
