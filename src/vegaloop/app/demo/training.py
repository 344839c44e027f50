"""The demo athlete's training: sessions second by second, written as the files a watch would write."""

from __future__ import annotations

import datetime as dt
import math
import random
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.activity import LogActivity, Rpe, Sport
from vegaloop.app.demo.fit_writer import (
    CYCLING,
    RUNNING,
    WrittenLap,
    WrittenSample,
    WrittenSession,
    write_fit,
)
from vegaloop.app.demo.season import Day, instant, weekday
from vegaloop.kernel.quantity import Duration
from vegaloop.kernel.time import Instant, later

FTP_W: Final = 228
HR_MAX_BPM: Final = 188
HR_REST_BPM: Final = 47
LTHR_BPM: Final = 170
THRESHOLD_PACE_S_PER_KM: Final = 262
_WEIGHT_KG: Final = 61
_HR_LAG_S: Final = 35  # The heart follows the legs by about half a minute.
_SEMICIRCLES_PER_DEGREE: Final = 2**31 / 180
_METERS_PER_DEGREE: Final = 111_195
_HOME: Final = (45.764, 4.8357)
_LAP_S: Final = 1_800


@final
class Block(Struct, frozen=True):
    """So many seconds at a share of what could be held for an hour."""

    seconds: int
    intensity: float


@final
class File(Struct, frozen=True):
    """An activity file as it comes from the watch."""

    name: str
    data: bytes
    ends: Instant


Trained: TypeAlias = File | LogActivity


def trained(day: Day, chance: random.Random) -> tuple[Trained, ...]:
    """What was trained on a day: files from the watch, and sessions noted by hand."""
    if day.ill:
        return ()
    scale = day.hardness * chance.uniform(0.92, 1.08)
    match weekday(day):
        case 1:
            return (_ride(day, 18, _intervals(scale), chance),)
        case 2:
            return (_run(day, 7, [Block(round(2_700 * scale), 0.70)], chance),)
        case 3:
            return (_run(day, 18, _tempo(scale), chance),)
        case 4:
            return () if day.unlogged else (_strength(day, chance),)
        case 5:
            return (_ride(day, 9, [Block(round(8_400 * scale), 0.68)], chance),)
        case 6:
            return (_run(day, 9, [Block(round(4_500 * scale), 0.72)], chance),)
        case _:
            return ()


def _intervals(scale: float) -> list[Block]:
    if scale < 0.75:
        return [Block(3_000, 0.62)]
    work = [block for _ in range(5) for block in (Block(240, 1.08), Block(180, 0.50))]
    return [Block(900, 0.60), *work, Block(round(900 * scale), 0.55)]


def _tempo(scale: float) -> list[Block]:
    return [Block(900, 0.70), Block(round(1_500 * scale), 0.96), Block(600, 0.66)]


def _strength(day: Day, chance: random.Random) -> LogActivity:
    return LogActivity(
        sport=Sport.TRAINING,
        start_at=day.at(18, 15),
        time_zone=day.zone,
        elapsed=Duration(round(chance.uniform(38, 52)) * 60_000_000),
        rpe=Rpe(round(chance.uniform(50, 65))),
        name="Strength",
        notes="Squats, lunges, core.",
    )


def _ride(day: Day, hour: int, blocks: list[Block], chance: random.Random) -> File:
    return _recorded(day, hour, CYCLING, blocks, chance, step_s=1)


def _run(day: Day, hour: int, blocks: list[Block], chance: random.Random) -> File:
    return _recorded(day, hour, RUNNING, blocks, chance, step_s=3)


def _recorded(
    day: Day, hour: int, sport: int, blocks: list[Block], chance: random.Random, step_s: int
) -> File:
    start = instant(day.at(hour, chance.randrange(0, 40)))
    samples = _samples(start, sport, blocks, chance, step_s)
    laps = tuple(
        _sum_of(samples[n : n + _LAP_S // step_s], sport, step_s)
        for n in range(0, len(samples), _LAP_S // step_s)
    )
    offset = day.at(hour).utcoffset() or dt.timedelta()
    session = WrittenSession(
        sport=sport,
        totals=_sum_of(samples, sport, step_s),
        laps=laps,
        samples=tuple(samples),
        utc_offset_s=int(offset.total_seconds()),
    )
    name = f"{day.date.isoformat()}-{'ride' if sport == CYCLING else 'run'}.fit"
    return File(name, write_fit(session), later(start, _span(len(samples) * step_s)))


def _samples(
    start: Instant, sport: int, blocks: list[Block], chance: random.Random, step_s: int
) -> list[WrittenSample]:
    heart, distance_m, heading = 85.0, 0.0, chance.uniform(0, math.tau)
    latitude, longitude = _HOME
    found: list[WrittenSample] = []
    for block in blocks:
        for _ in range(0, block.seconds, step_s):
            effort = max(0.0, block.intensity * chance.gauss(1, 0.05))
            goal = HR_REST_BPM + (LTHR_BPM - HR_REST_BPM) * (0.28 + 0.72 * effort)
            heart += (goal - heart) * step_s / _HR_LAG_S + chance.gauss(0, 0.4)
            speed = _speed_m_s(sport, block.intensity) * chance.gauss(1, 0.01)
            heading += chance.gauss(0, 0.02) + step_s / 900
            latitude += speed * step_s * math.cos(heading) / _METERS_PER_DEGREE
            longitude += speed * step_s * math.sin(heading) / (_METERS_PER_DEGREE * 0.7)
            distance_m += speed * step_s
            found.append(
                WrittenSample(
                    at=later(start, _span(len(found) * step_s)),
                    latitude_semicircles=round(latitude * _SEMICIRCLES_PER_DEGREE),
                    longitude_semicircles=round(longitude * _SEMICIRCLES_PER_DEGREE),
                    altitude_fifths_m=round(5 * (180 + 40 * math.sin(distance_m / 3_000))),
                    heart_rate_bpm=min(HR_MAX_BPM, round(heart)),
                    cadence_rpm=round(88 + 4 * effort),
                    distance_cm=round(distance_m * 100),
                    speed_mm_s=round(speed * 1_000),
                    power_w=round(effort * FTP_W) if sport == CYCLING else None,
                    temperature_c=18,
                )
            )
    return found


def _speed_m_s(sport: int, intensity: float) -> float:
    if sport == CYCLING:
        return 9.2 * math.pow(intensity, 1 / 2.6)  # Between rolling resistance and air.
    return 1_000 / THRESHOLD_PACE_S_PER_KM * intensity


def _sum_of(samples: list[WrittenSample], sport: int, step_s: int) -> WrittenLap:
    hearts = [s.heart_rate_bpm or 0 for s in samples]
    powers = [s.power_w or 0 for s in samples]
    meters = ((samples[-1].distance_cm or 0) - (samples[0].distance_cm or 0)) // 100
    milliseconds = len(samples) * step_s * 1_000
    riding = sport == CYCLING
    work_kcal = sum(powers) * step_s / 1_000 * 1.086
    return WrittenLap(
        start=samples[0].at,
        elapsed_ms=milliseconds,
        timer_ms=milliseconds,
        distance_cm=meters * 100,
        energy_kcal=round(work_kcal if riding else meters / 1_000 * _WEIGHT_KG),
        average_heart_rate_bpm=round(sum(hearts) / len(hearts)),
        maximum_heart_rate_bpm=max(hearts),
        average_power_w=round(sum(powers) / len(powers)) if riding else None,
        maximum_power_w=max(powers) if riding else None,
    )


def _span(seconds: int) -> dt.timedelta:
    return dt.timedelta(seconds=seconds)
