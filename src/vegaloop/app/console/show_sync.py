"""How device sync stands, on a screen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from vegaloop.app.console.opening import opened
from vegaloop.app.console.terminal import print_json, say
from vegaloop.device_sync.adapters.bodies import (
    DaySpanBody,
    GapBody,
    VendorSyncBody,
    from_gaps,
    from_statuses,
)

__all__ = ("gaps", "status")


def status(*, as_json: bool) -> None:
    """Print how the owner stands with every vendor."""
    with opened() as (vega, owner):
        body = from_statuses(vega.sync.overseeing.status(owner))
    if as_json:
        print_json(body)
        return
    if not body.vendors:
        say("No vendor is set up here, and nothing was sent; docs/vendors.md says how.")
    for one in body.vendors:
        for line in _lines(one):
            say(line)


def gaps(*, as_json: bool) -> None:
    """Print the days of which something is missing."""
    with opened() as (vega, owner):
        body = from_gaps(vega.sync.overseeing.gaps(owner))
    if as_json:
        print_json(body)
        return
    told = [line for gap in body.gaps for line in _gap_lines(gap, f"{gap.vendor} {gap.kind}")]
    for line in told or ["Nothing is missing."]:
        say(line)


def _lines(one: VendorSyncBody) -> Iterator[str]:
    yield f"{one.vendor:<9} {one.sentence}"
    if one.last_success_at is not None:
        yield f"{'':9} last success {_minute(one.last_success_at)}"
    if one.pending:
        yield f"{'':9} {one.pending:,} waiting"
    if one.dead:
        yield f"{'':9} {one.dead:,} failed: vegaloop sync retry --vendor {one.vendor} tries again"
    if one.trouble is not None:
        yield f"{'':9} {one.trouble.sentence} [{one.trouble.type}]"
    for gap in one.gaps:
        for line in _gap_lines(gap, gap.kind):
            yield f"{'':9} {line}"


def _gap_lines(gap: GapBody, name: str) -> Iterator[str]:
    if gap.missing:
        yield f"{name}: {gap.missing_days:,} days missing: {_spans(gap.missing)}"
    if gap.untaken:
        yield f"{name}: came and could not be taken: {_spans(gap.untaken)}"


def _spans(spans: tuple[DaySpanBody, ...]) -> str:
    return ", ".join(_span(span.start, span.end - dt.timedelta(days=1)) for span in spans)


def _span(first: dt.date, last: dt.date) -> str:
    return str(first) if first == last else f"{first} to {last}"


def _minute(at: dt.datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
