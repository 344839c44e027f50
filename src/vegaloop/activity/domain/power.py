"""Power: the weighted mean, its gaps, and the stress it makes (formula book A6–A8).

Every function gives None outside the domain its formula is defined on (rule C6).
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from itertools import accumulate
from typing import Final

__all__ = ("INTENSITY_MOST", "at_one_hz", "rtss", "stss", "tss", "weighted_power_w")

WINDOW_S: Final = 30
INTERPOLATED_GAP_MOST_S: Final = 3  # A6 (a): a dropped packet or two.
FILLED_GAP_MOST_S: Final = 30  # A6 (b): the rider coasts; (c) beyond it the sensor was away.
INTENSITY_MOST: Final = 1.5  # A8: what is above is a wrong threshold, not a human.
POWER_MOST_W: Final = 3_000  # Track sprinters peak near 2,500 W; more is a faulty sample.


def at_one_hz(
    times_ms: Sequence[int], watts: Sequence[int], pauses_ms: Sequence[tuple[int, int]]
) -> tuple[array[float], ...]:
    """Resample power to 1 Hz, in as many blocks as breaks cut it (A6, gap policy a–c).

    Missing seconds: up to 3 are interpolated, up to 30 count as zero watts, a longer gap or a pause
    breaks the stream. `watts` outside [0, 3000] are missing; `pauses_ms` are in order.
    """
    blocks: list[array[float]] = []
    block: array[float] = array("d")
    pauses = iter((*pauses_ms, (1 << 62, 1 << 62)))
    pause_start, pause_end = next(pauses)
    last_s, last_ms = 0, 0
    for time_ms, watt in zip(times_ms, watts, strict=True):
        if not 0 <= watt <= POWER_MOST_W:
            continue
        broken = False
        while pause_end <= time_ms:
            broken = broken or last_ms <= pause_start
            pause_start, pause_end = next(pauses)
        if pause_start < time_ms:
            continue  # Written while the timer stood still.
        second = (time_ms + 500) // 1_000
        missing = second - last_s - 1
        if block and missing < 0:
            block[-1] = watt  # Two samples in one second: the later one stands.
        elif block and not broken and missing <= FILLED_GAP_MOST_S:
            _bridge(block, missing, watt)
            block.append(watt)
        else:
            block = array("d", (watt,))
            blocks.append(block)
        last_s, last_ms = second, time_ms
    return tuple(blocks)


def _bridge(block: array[float], missing: int, watt: int) -> None:
    if missing > INTERPOLATED_GAP_MOST_S:
        block.extend([0.0] * missing)
    elif missing > 0:
        first = block[-1]
        step = (watt - first) / (missing + 1)
        block.extend([first + step * n for n in range(1, missing + 1)])


def weighted_power_w(blocks: Sequence[Sequence[float]]) -> float | None:
    """Weigh power in W as physiology does: the fourth-power mean of full 30-s means (A6).

    `blocks` are in W at 1 Hz; windows never bridge two of them. None where no block lasts 30 s.
    Source: Coggan, in Allen & Coggan, Training and Racing with a Power Meter. Rule ACT-6.
    """
    windows, fourth_powers = 0, 0.0
    for block in blocks:
        if len(block) >= WINDOW_S:
            sums = tuple(accumulate(block, initial=0.0))
            means = [
                (after - before) / WINDOW_S
                for before, after in zip(sums, sums[WINDOW_S:], strict=False)
            ]
            windows += len(means)
            fourth_powers += sum([(mean * mean) * (mean * mean) for mean in means])
    return math.sqrt(math.sqrt(fourth_powers / windows)) if windows else None


def tss(duration_s: float, power_w: float, ftp_w: float) -> float | None:
    """Score stress by weighted power: 100 for an hour at threshold (A7).

    `duration_s` in s, `power_w` and `ftp_w` in W; None where `ftp_w` is not positive; the
    intensity is capped at 1.5. Source: Coggan 2003. Rule ACT-7.
    """
    return _stress(duration_s, power_w, ftp_w, exponent=2)


def rtss(duration_s: float, distance_m: float, threshold_speed_m_s: float) -> float | None:
    """Score stress by running speed: 100 for an hour at threshold (A8, without grade).

    None where the duration or the threshold is not positive; the intensity is capped at 1.5.
    Source: McMillan & Coggan, as in A8. Rule ACT-7.
    """
    speed_m_s = distance_m / duration_s if duration_s > 0 else 0
    return _stress(duration_s, speed_m_s, threshold_speed_m_s, exponent=2)


def stss(duration_s: float, distance_m: float, css_m_s: float) -> float | None:
    """Score stress by swimming speed; cubed, because drag costs power as speed cubed (A8).

    None where the duration or the threshold is not positive; the intensity is capped at 1.5.
    Rule ACT-7.
    """
    speed_m_s = distance_m / duration_s if duration_s > 0 else 0
    return _stress(duration_s, speed_m_s, css_m_s, exponent=3)


def _stress(duration_s: float, given: float, threshold: float, exponent: int) -> float | None:
    if threshold <= 0 or duration_s < 0 or given < 0:
        return None
    intensity: float = min(given / threshold, INTENSITY_MOST) ** exponent
    return 100 * (duration_s / 3_600) * intensity
