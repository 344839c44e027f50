"""Series of the body, on a screen."""

from __future__ import annotations

import datetime as dt

from vegaloop.app.console.opening import opened
from vegaloop.app.console.sheet import show
from vegaloop.app.console.terminal import Exit, begun_day, fail
from vegaloop.biometrics import Metric
from vegaloop.biometrics.adapters.answers_series import (
    from_series_days,
    from_series_on_day,
    from_series_samples,
    from_sources,
)
from vegaloop.kernel.time import days_after


def series(metric: str | None, date: dt.date | None, days: int, *, as_json: bool) -> None:
    """Print the days of one series up to a day, or all series of that day."""
    with opened() as (vega, owner):
        day = begun_day(date, vega.biometrics.today(owner))
        if metric is None:
            told = vega.biometrics.series.day(owner, day)
            show(from_series_on_day(day, told), as_json=as_json)
            return
        of, end = _known(metric), days_after(day, 1)
        found = vega.biometrics.series.days(owner, of, days_after(end, -days), end)
    show(from_series_days(of, found), as_json=as_json)


def samples(metric: str, date: dt.date | None, *, as_json: bool) -> None:
    """Print the samples of one series on a day."""
    of = _known(metric)
    with opened() as (vega, owner):
        day = begun_day(date, vega.biometrics.today(owner))
        answer = from_series_samples(vega.biometrics.series.samples(owner, of, day))
    show(answer, as_json=as_json)


def source_priority(*, as_json: bool) -> None:
    """Print the sources of series, and the order they were given."""
    with opened() as (vega, owner):
        answer = from_sources(vega.biometrics.series.sources(owner))
    show(answer, as_json=as_json)


def _known(name: str) -> Metric:
    known = {one.value: one for one in Metric}
    found = known.get(name.lower().replace("-", "_"))
    if found is None:
        fail(f"there is no series {name}: name one of {', '.join(known)}", Exit.USAGE)
    return found
