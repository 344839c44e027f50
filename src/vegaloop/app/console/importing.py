"""Bringing files, folders and archives in: a line while it works, a receipt when it is done."""

from __future__ import annotations

import datetime as dt
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Final

import msgspec

from vegaloop.app.console.brought import pieces_of
from vegaloop.app.console.opening import opened
from vegaloop.app.console.show_imports import all_items
from vegaloop.app.console.terminal import Exit, fail, print_json, say, words_of
from vegaloop.app.services import VegaLoop
from vegaloop.imports import Fate, Import, Item, Place, State
from vegaloop.imports.adapters.bodies import ImportReceiptBody, from_import, from_item
from vegaloop.infrastructure.bodies import to_moment
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.result import value_in
from vegaloop.kernel.time import UTC_ZONE, Moment, TimeZone

_REFUSED_SHOWN: Final = 50
_NAME_CHARACTERS: Final = 200


def import_paths(paths: Iterable[Path], start: dt.datetime | None, *, as_json: bool) -> None:
    """Import files, folders and archives; end with `REFUSED` where what should arrive did not."""
    given = list(paths)
    pieces = pieces_of(given)
    name = given[0].name[:_NAME_CHARACTERS] if len(given) == 1 else None
    with opened() as (vega, owner):
        with _told_to_stop() as told, _progress(told, shown=not as_json) as go_on:
            began = None if start is None else _moment(start, vega.imports.home_zone(owner))
            brought = vega.imports.bring(owner, name, pieces, go_on, began)
        if as_json:
            items = tuple(map(from_item, all_items(vega, owner, brought.id)))
            print_json(ImportReceiptBody(from_import(brought), items))
        else:
            _print_receipt(vega, owner, brought)
    if brought.state is not State.DONE:
        fail(_unfinished(brought), Exit.UNFINISHED)
    # Of an export some is of kinds there is no room for: that is told, and is no failure.
    if brought.counts.refused or not brought.counts.taken:
        raise SystemExit(Exit.REFUSED)


def _unfinished(brought: Import) -> str:
    if brought.state is State.WAITING:
        return f"import {brought.id} is unfinished: the same command goes on from there"
    return (
        f"another command or server took import {brought.id} up while this one was at it; "
        f"vegaloop show import {brought.id} tells how far it is"
    )


@contextmanager
def _told_to_stop() -> Iterator[Callable[[], bool]]:
    """Hear the first Ctrl-C, to end after the batch; the second is as any."""
    told = False
    before = {int(one): signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}

    def hear(signum: int, _: FrameType | None) -> None:
        nonlocal told
        told = True
        signal.signal(signum, before[signum])
        os.write(2, b"vegaloop: stopping after this batch\n")  # Whatever else is being written.

    for one in before:
        signal.signal(one, hear)
    try:
        yield lambda: told
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _moment(start: dt.datetime, home: TimeZone) -> Moment:
    moment = value_in(to_moment(start, None, home))
    if moment is None:
        fail(f"--start: {start} is no time anybody here has lived", Exit.USAGE)
    return moment


@contextmanager
def _progress(told: Callable[[], bool], *, shown: bool) -> Iterator[Callable[[Import], bool]]:
    if not shown:
        yield lambda _: not told()
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    words = TextColumn("{task.completed:,.0f} taken")
    console = Console(file=sys.stderr)
    with Progress(SpinnerColumn(), words, TimeElapsedColumn(), console=console) as progress:
        task = progress.add_task("", total=None)

        def tell(brought: Import) -> bool:
            progress.update(task, completed=brought.counts.total)
            return not told()

        yield tell


def _print_receipt(vega: VegaLoop, owner: PersonId, brought: Import) -> None:
    sums, left_out, refused = Counter[tuple[str, Fate]](), Counter[str](), 0
    for listed in all_items(vega, owner, brought.id):
        item = listed.item
        sums[item.what, item.fate] += item.count
        if item.fate is Fate.REFUSED:
            refused += 1
            if refused <= _REFUSED_SHOWN:
                times = f" ({item.count:,} times)" if item.count > 1 else ""
                say(f"refused  {_where(item.place)}: {words_of(item.what)}{times}")
                say(f"         {_why(item.reason)}")
        elif item.fate is Fate.UNSUPPORTED:
            left_out[_kind(item)] += item.count
        elif item.remarks and item.fate is not Fate.KNOWN:
            say(f"{item.fate:8} {_where(item.place)}: {', '.join(_remarked(item))}")
    if refused > _REFUSED_SHOWN:
        say(f"         and {refused - _REFUSED_SHOWN:,} more: vegaloop show import {brought.id}")
    for kind, count in sorted(left_out.items()):
        say(f"{count:10,} {kind:24} no room for it")
    for (what, fate), count in sorted(sums.items()):
        if fate is not Fate.UNSUPPORTED:
            say(f"{count:10,} {words_of(what):24} {fate}")
    if assumed := brought.progress.zones_assumed:
        say(f"{assumed:,} had a time without a zone: read in your home zone of the day")
        profile = vega.accounts.profile(owner)
        if not profile.homes and profile.home_zone == UTC_ZONE:
            say("You have said no home: they were read in UTC. Before importing, say")
            say("vegaloop home ZONE --from DATE")
    say(f"The receipt: vegaloop show import {brought.id}")
    counts = brought.counts
    say(
        f"{counts.kept:,} kept, {counts.merged:,} merged, {counts.replaced:,} replaced, "
        f"{counts.known:,} already known, {counts.refused:,} refused, "
        f"{counts.unsupported:,} not supported"
    )


def _kind(item: Item) -> str:
    told = _facts(item.reason).get("what", item.what)
    return words_of(item.what) if told == item.what else f"{words_of(item.what)}: {told}"


def _remarked(item: Item) -> Iterator[str]:
    spots = {spot.remark: spot.place for spot in item.spots}
    for remark in item.remarks:
        yield f"{remark} at {_spot(spots[remark])}" if remark in spots else remark


def _where(place: Place) -> str:
    return ", ".join(filter(None, (place.file, _spot(place))))


def _spot(place: Place) -> str:
    spots = (("line", place.line), ("item", place.item), ("byte", place.byte))
    return ", ".join(f"{word} {n}" for word, n in spots if n is not None)


def _why(reason: str) -> str:
    facts = _facts(reason)
    kind = str(facts.pop("type", ""))
    told = ", ".join(f"{words_of(name)} {fact}" for name, fact in facts.items() if fact)
    return ": ".join(filter(None, (kind, told)))


def _facts(reason: str) -> dict[str, object]:
    return msgspec.json.decode(reason or "{}", type=dict[str, object])
