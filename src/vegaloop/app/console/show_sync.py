"""How device sync stands, on a screen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from vegaloop.app.console.opening import opened
from vegaloop.app.console.terminal import print_json, read_settings, say
from vegaloop.app.services import VegaLoop
from vegaloop.device_sync import Misread, Vendor
from vegaloop.device_sync.adapters.bodies import (
    DaySpanBody,
    GapBody,
    VendorSyncBody,
    from_gaps,
    from_statuses,
)
from vegaloop.device_sync.adapters.plain import VENDORS, SyncState
from vegaloop.kernel.identity import PersonId

__all__ = ("absent", "gaps", "silent_ones", "status")

_MISREAD: Final = Misread.__struct_config__.tag
_SILENT: Final = (SyncState.DISCONNECTED, SyncState.NOT_CONNECTED)


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


def gaps(name: str | None, *, as_json: bool) -> None:
    """Print the days of which something is missing, and of whom nothing is wanted."""
    vendor = None if name is None else Vendor(name)
    with opened() as (vega, owner):
        body = from_gaps(vega.sync.overseeing.gaps(owner, vendor))
        silent = silent_ones(vega, owner, vendor)
    if as_json:
        print_json(body)
        return
    told = [f"{gap.vendor} {gap.kind}: {line}" for gap in body.gaps for line in _gap_lines(gap)]
    for line in (*told, *silent) or ("Nothing is missing.",):
        say(line)


def silent_ones(vega: VegaLoop, owner: PersonId, vendor: Vendor | None) -> tuple[str, ...]:
    """Say why nothing of a vendor is wanted, where that is so; of all, whom the owner disconnected."""
    known = {one.vendor: one for one in from_statuses(vega.sync.overseeing.status(owner)).vendors}
    if vendor is None:
        left = (one for one in known.values() if one.state is SyncState.DISCONNECTED)
        return tuple(one.sentence for one in left)
    one = known.get(vendor)
    if one is None:
        return (absent(vendor),)
    return (one.sentence,) if one.state in _SILENT else ()


def absent(vendor: Vendor) -> str:
    """Say what is to be done where a vendor is not there at all."""
    if vendor is Vendor.PHONE:
        return (
            "A phone is not connected with: an app on it sends what it has to "
            f"{read_settings().address}/v1/sync/phone, with a token of its own that `vegaloop token` "
            "makes; docs/phones.md says how."
        )
    return f"{VENDORS[vendor]} is not set up here; docs/vendors.md says how."


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
    if one.state in {*_SILENT, SyncState.NEEDS_RECONNECT}:
        again = "" if one.state is SyncState.NOT_CONNECTED else " again"
        yield f"to connect it{again}: vegaloop sync connect {one.vendor}"
    elif one.state is SyncState.NOT_SET_UP:
        yield "docs/vendors.md says how it is set up"
    elif one.trouble is not None and one.trouble.type == _MISREAD and not one.pending:
        yield (
            "read again it says the same: vegaloop sync deliveries --state dead shows what it is, "
            "vegaloop sync dismiss ID puts it away"
        )
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
