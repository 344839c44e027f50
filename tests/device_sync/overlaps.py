"""Records of a phone that overlap: drawn, told in any pieces, and what a simple model has of them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from random import Random
from typing import Final, TypeAlias

from hypothesis import strategies as st

from tests.strategies.series import rows_of
from tests.support import at, good, somebody
from vegaloop.activity import ActivityQuery
from vegaloop.app.services import VegaLoop
from vegaloop.biometrics import Metric, ReadingQuery, Sleep, Weight
from vegaloop.biometrics.domain.series.blocks import opened
from vegaloop.device_sync.domain.progress import Fate
from vegaloop.kernel.samples import SampleColumns
from vegaloop.kernel.time import day_of, epoch_us

Record: TypeAlias = Mapping[str, object]
# What is held: by kind, origin, start in minutes and length in minutes, and what it says.
Held: TypeAlias = dict[tuple[str, str, int, int], int]

BEGIN: Final = dt.datetime(2026, 3, 1, 22, 0, tzinfo=dt.UTC)
TOLD: Final = dt.datetime(2026, 3, 5, tzinfo=dt.UTC)
_SERIES: Final = {
    "steps": Metric.STEPS,
    "heart_rate": Metric.HEART_RATE,
    "spo2": Metric.OXYGEN,
}
_UNITS: Final = {"steps": "count", "heart_rate": "/min", "spo2": "%", "weight": "g"}
_LEAST: Final = {"steps": 50, "heart_rate": 60, "spo2": 90, "weight": 70_000, "sleep": 300}
_DAYS: Final = day_of(dt.date(2026, 2, 26)), day_of(dt.date(2026, 3, 6))
_EVERY: Final = (*_SERIES, "weight", "sleep")


def _edition(
    kind: str, id: int, start: int, minutes: int, says: Sequence[int], origin: str, *, is_gone: bool
) -> Record:
    name = {"id": f"{kind}-{id}", "type": kind}
    if is_gone:
        return name | {"deleted": True}
    began, least = BEGIN + dt.timedelta(minutes=start), _LEAST[kind]
    told = name | {"start": began.isoformat(), "origin": origin}
    if kind == "sleep":
        return told | {"end": (began + dt.timedelta(minutes=least + says[0])).isoformat()}
    told |= {"unit": _UNITS[kind]}
    if kind == "heart_rate":
        return told | {"samples": [[60 * n, least + one] for n, one in enumerate(says)]}
    value: float = least + says[0]
    if kind != "weight":
        told |= {"end": (began + dt.timedelta(minutes=minutes)).isoformat()}
    return told | {"value": value}


_editions = st.builds(
    _edition,
    st.sampled_from(_EVERY),
    st.integers(0, 3),
    st.integers(0, 4),
    st.integers(1, 2),
    st.lists(st.integers(0, 4), min_size=1, max_size=4),
    st.sampled_from(("watch", "ring")),
    is_gone=st.sampled_from((False, False, True)),
)


def _dated(editions: Sequence[Record], order: Sequence[int]) -> list[Record]:
    """No two are modified at one time: which of them is later is known."""
    dated = []
    for one, place in zip(editions, order, strict=True):
        when = (TOLD + dt.timedelta(minutes=place)).isoformat()
        left = {name: held for name, held in one.items() if name != "deleted"}
        dated.append(left | {"deleted_at" if "deleted" in one else "modified_at": when})
    return dated


histories: Final = st.lists(_editions, min_size=1, max_size=10).flatmap(
    lambda some: st.permutations(range(len(some))).map(lambda order: _dated(some, order))
)


def when_modified(record: Record) -> str:
    """When an edition was made."""
    return str(record.get("deleted_at", record.get("modified_at")))


def modelled(records: Iterable[Record]) -> Held:
    """What there is: of each record its last edition, of what several say that modified last."""
    last = {str(one["id"]): one for one in sorted(records, key=when_modified)}
    found: Held = {}
    for one in sorted(last.values(), key=when_modified):
        if "deleted_at" not in one:
            found |= _said_by(one)
    return found


def a_push(records: Sequence[Record], cuts: Sequence[int], chance: Random) -> list[list[Record]]:
    """Records in any order, some of them twice, cut into batches."""
    told = [*records, *chance.choices(records, k=len(records) // 2)]
    chance.shuffle(told)
    ends = sorted(min(one, len(told)) for one in cuts)
    return [told[start:end] for start, end in zip([0, *ends], [*ends, len(told)], strict=True)]


def _said_by(record: Record) -> Held:
    kind, origin = str(record["type"]), f"apple_health/{record['origin']}"
    start = dt.datetime.fromisoformat(str(record["start"]))
    begun, end = _minutes(start), dt.datetime.fromisoformat(str(record.get("end", record["start"])))
    length = (end - start) // dt.timedelta(minutes=1)
    match record.get("samples"), record.get("value"):
        case list() as samples, _:
            return {(kind, origin, begun + after_s // 60, 0): one for after_s, one in samples}
        case _, int() as value:
            return {(kind, origin, begun, length): value}
        case _:
            return {(kind, origin, begun, 0): length}


def _minutes(when: dt.datetime) -> int:
    return (when - BEGIN) // dt.timedelta(minutes=1)


class Pushing:
    """Somebody with a phone, whatever keeps what is pushed."""

    def __init__(self, vega: VegaLoop) -> None:
        self.vega, self.me = vega, somebody()

    def push(self, records: Sequence[Record]) -> list[Fate]:
        """Push a batch, let it be worked at, and tell the fates of its records."""
        sync = self.vega.sync
        told = {"source": "apple_health", "device": "phone", "records": records}
        arrival = sync.accepting.push(self.me, json.dumps(told).encode())
        sync.accepting.accept((arrival,)).result()
        self.work()
        shown = good(
            sync.overseeing.delivery(self.me, sync.overseeing.kept_as(self.me, arrival.delivery).id)
        )
        return [] if shown.outcome is None else [one.fate for one in shown.outcome.landed]

    def work(self) -> None:
        """Let all that is due be done."""
        while self.vega.sync.working.step():
            pass

    def has(self) -> Held:
        """Everything that is held, from behind the doors."""
        found: Held = {}
        for kind, metric in _SERIES.items():
            for source, samples in self._series(metric):
                for start_ms, length_ms, value, _ in rows_of(samples):
                    minute = start_ms // 60_000 - epoch_us(at(BEGIN)) // 60_000_000
                    key = kind, source, minute, length_ms // 60_000
                    assert key not in found
                    found[key] = value // metric.per_unit
        for reading in self.vega.biometrics.readings(self.me, ReadingQuery(1_000)):
            match reading.value:
                case Sleep() as night:
                    length = (night.end - night.start) // dt.timedelta(minutes=1)
                    found["sleep", reading.source, _minutes(night.start), 0] = length
                case Weight() as weight:
                    minute = _minutes(reading.moment.at)
                    found["weight", reading.source, minute, 0] = round(weight.mass.kg * 1_000)
                case _:  # A reading made of a night.
                    continue
        return found

    def counts(self) -> int:
        """How many trainings and meals there are."""
        vega, day = self.vega, day_of(BEGIN.date())
        sessions = vega.activity.activities(self.me, ActivityQuery(most=9, with_duplicates=True))
        return len(sessions) + len(vega.nutrition.day(self.me, day)[1])

    def _series(self, metric: Metric) -> list[tuple[str, SampleColumns]]:
        charts = self.vega.biometrics._charts
        blocks = charts.read(self.me, lambda chart: chart.blocks((metric, None), _DAYS))
        return [(one.source, opened([one])) for one in blocks]
