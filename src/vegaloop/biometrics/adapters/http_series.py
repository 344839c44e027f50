"""Series over HTTP: samples in, days out, and whose word counts."""

from __future__ import annotations

from typing import Final

from litestar import get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from vegaloop.biometrics.adapters.answers_series import (
    SeriesOnDayBody,
    SeriesOnDaysBody,
    SeriesSamplesBody,
    SourcesBody,
    from_series_days,
    from_series_on_day,
    from_series_samples,
    from_sources,
)
from vegaloop.biometrics.adapters.bodies_series import (
    NewSeriesBody,
    OneSeriesBody,
    PriorityBody,
    RefusedSampleBody,
    SamplesReceiptBody,
    from_samples_receipt,
)
from vegaloop.biometrics.adapters.spans import checked_span
from vegaloop.biometrics.application.series import CannotSetPriority
from vegaloop.biometrics.application.service import Biometrics
from vegaloop.biometrics.domain.series.batch import Sample, SampleBatch
from vegaloop.biometrics.domain.series.metrics import Metric
from vegaloop.biometrics.domain.series.written import CannotRecordSamples
from vegaloop.infrastructure.bodies import to_moment
from vegaloop.infrastructure.days import FromDay, OneDay, ToDay, to_begun_day, to_day
from vegaloop.infrastructure.problem import (
    ProblemRaised,
    malformed_problem,
    or_raise,
    problem,
    refusals,
)
from vegaloop.kernel.identity import PersonId, SourceId
from vegaloop.kernel.result import Failure, Success
from vegaloop.kernel.time import TimeZone

_FAR: Final = refusals(s422="The day is out of reach, or there are too many")
_REFUSED: Final = refusals(s422="The samples cannot be recorded")


# ---- refusals ----


def _problem_for_samples(error: CannotRecordSamples) -> ProblemRaised:
    return problem("biometrics/too-many-samples", "There are too many samples", 422, error)


def _problem_for_priority(error: CannotSetPriority) -> ProblemRaised:
    return malformed_problem((error,))


# ---- translations ----


def _to_batch(
    at: int, body: OneSeriesBody, home: TimeZone
) -> tuple[SampleBatch, tuple[int, ...], tuple[RefusedSampleBody, ...]]:
    """Read a series: what can be read, the places that was sent at, and what cannot."""
    read: list[tuple[int, Sample]] = []
    misread: list[RefusedSampleBody] = []
    for index, one in enumerate(body.samples):
        match to_moment(one.start, one.time_zone, home):
            case Success(moment):
                read.append((index, Sample(moment, one.value, one.length_s)))
            case Failure(error):
                misread.append(RefusedSampleBody(at, index, error))
    batch = SampleBatch.of_samples(
        body.metric, SourceId(body.source), (sample for _, sample in read)
    )
    return batch, tuple(index for index, _ in read), tuple(misread)


# ---- routes ----


@post("/biometrics/series", sync_to_thread=True, status_code=200, responses=_REFUSED)
def record_series(
    data: JSONBody[NewSeriesBody],
    person: NamedDependency[PersonId],
    biometrics: NamedDependency[Biometrics],
) -> SamplesReceiptBody:
    """Record samples of series; the same again change nothing, and one stops no other."""
    home = biometrics.home_zone(person)
    read = [_to_batch(at, body, home) for at, body in enumerate(data.series)]
    recorded = biometrics.record_samples(person, [batch for batch, _, _ in read])
    return from_samples_receipt(
        or_raise(recorded, _problem_for_samples),
        data.series,
        tuple(places for _, places, _ in read),
        tuple(one for _, _, misread in read for one in misread),
    )


@get("/biometrics/series", sync_to_thread=True, responses=_FAR)
def show_series(
    person: NamedDependency[PersonId],
    biometrics: NamedDependency[Biometrics],
    day: OneDay = None,
) -> SeriesOnDayBody:
    """Show every series of a day: what it comes to, and which source counts for how much."""
    on = to_begun_day(day, biometrics.today(person))
    return from_series_on_day(on, biometrics.series.day(person, on))


@get("/biometrics/series/{metric:str}", sync_to_thread=True, responses=_FAR)
def show_series_days(
    metric: FromPath[Metric],
    person: NamedDependency[PersonId],
    biometrics: NamedDependency[Biometrics],
    first: FromDay,
    last: ToDay,
) -> SeriesOnDaysBody:
    """Show the days of one series."""
    start, end = checked_span(to_day(first, "from"), to_day(last, "to"))
    return from_series_days(metric, biometrics.series.days(person, metric, start, end))


@get("/biometrics/series/{metric:str}/samples", sync_to_thread=True, responses=_FAR)
def show_samples(
    metric: FromPath[Metric],
    person: NamedDependency[PersonId],
    biometrics: NamedDependency[Biometrics],
    day: OneDay = None,
) -> SeriesSamplesBody:
    """Show the samples of one series on a day, and which of them count."""
    on = to_begun_day(day, biometrics.today(person))
    return from_series_samples(biometrics.series.samples(person, metric, on))


@get("/biometrics/source-priority", sync_to_thread=True, responses=refusals())
def show_source_priority(
    person: NamedDependency[PersonId], biometrics: NamedDependency[Biometrics]
) -> SourcesBody:
    """Show the sources your series come from, and the order you gave them."""
    return from_sources(biometrics.series.sources(person))


@put("/biometrics/source-priority", sync_to_thread=True, responses=refusals())
def set_source_priority(
    data: JSONBody[PriorityBody],
    person: NamedDependency[PersonId],
    biometrics: NamedDependency[Biometrics],
) -> SourcesBody:
    """Say which sources come first; it holds at once, of every day, and changes no sample."""
    sources = tuple(SourceId(one) for one in data.sources)
    preferred = biometrics.series.prefer(person, data.metric, sources)
    return from_sources(or_raise(preferred, _problem_for_priority))


SERIES: Final = (
    record_series,
    show_series,
    show_series_days,
    show_samples,
    show_source_priority,
    set_source_priority,
)
