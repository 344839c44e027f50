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
from vegaloop.device_sync.adapters.plain import SyncState

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
    told = [f"{gap.vendor} {gap.kind}: {line}" for gap in body.gaps for line in _gap_lines(gap)]
    for line in told or ["Nothing is missing."]:
        say(line)


def _lines(one: VendorSyncBody) -> Iterator[str]:
    yield f"{one.vendor:<9} {one.sentence}"
    for line in (*_facts(one), *_missing(one.gaps), *_ways_on(one)):
        yield f"{'':9} {line}"


def _facts(one: VendorSyncBody) -> Iterator[str]:
    if one.last_success_at is not None:
        yield f"last success {_minute(one.last_success_at)}"
    elif one.state is SyncState.CONNECTED:
        yield "nothing has come yet"
    if one.pending:
        yield f"{one.pending:,} waiting"
    if one.dead:
        yield f"{one.dead:,} failed, and are not tried again by themselves"
    if one.trouble is not None:
        yield f"{one.trouble.sentence} [{one.trouble.type}]"


def _missing(gaps: tuple[GapBody, ...]) -> Iterator[str]:
    """Say what is missing, kinds of which it is the same days together."""
    kinds: dict[str, list[str]] = {}
    for gap in gaps:
        for line in _gap_lines(gap):
            kinds.setdefault(line, []).append(gap.kind)
    yield from (f"{', '.join(some)}: {line}" for line, some in kinds.items())


def _ways_on(one: VendorSyncBody) -> Iterator[str]:
    """Say what happens next by itself, and what the person can do."""
    if one.state in {SyncState.NOT_CONNECTED, SyncState.NEEDS_RECONNECT}:
        yield f"to connect it: vegaloop sync connect {one.vendor}"
    elif one.trouble is not None or one.dead:
        again = f"to try again now: vegaloop sync retry --vendor {one.vendor}"
        soon = "" if one.next_at is None else f"tried next by itself {_minute(one.next_at)}; "
        yield f"{soon}{again}"


def _gap_lines(gap: GapBody) -> Iterator[str]:
    if gap.missing:
        yield f"{gap.missing_days:,} days missing: {_spans(gap.missing)}"
    if gap.untaken:
        yield f"came and could not be taken: {_spans(gap.untaken)}"


def _spans(spans: tuple[DaySpanBody, ...]) -> str:
    return ", ".join(_span(span.start, span.end - dt.timedelta(days=1)) for span in spans)


def _span(first: dt.date, last: dt.date) -> str:
    return str(first) if first == last else f"{first} to {last}"


def _minute(at: dt.datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
