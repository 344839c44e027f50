"""Caps: states of the body that no good signal outweighs (formula book R5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from vegaloop.kernel.person import Sex
from vegaloop.kernel.signal import SignalName
from vegaloop.readiness.domain.evidence import Counted, Evidence
from vegaloop.readiness.domain.verdict import Cap, CapName

FEVER_TEMPERATURE_C: Final = 1.0
FEVER_RHR_Z: Final = 2.0
SEVERE_ENERGY_AVAILABILITY: Final = {Sex.FEMALE: 20.0, Sex.MALE: 15.0}  # kcal/kg/d
SEVERE_ENERGY_QUALITY_LEAST: Final = 0.7
ACUTE_SLEEP_SHARE: Final = 0.5

_Counted: TypeAlias = Mapping[SignalName, Counted]


def caps_of(evidence: Evidence, counted: tuple[Counted, ...]) -> tuple[Cap, ...]:
    """List the caps that apply, in the order of the book."""
    by_name = {one.signal.name: one for one in counted}
    return tuple(cap for cap, applies in _CAPS if applies(evidence, by_name))


def _fever(_: Evidence, counted: _Counted) -> bool:
    temperature = counted.get(SignalName.TEMPERATURE)
    rhr = counted.get(SignalName.RHR)
    return (
        temperature is not None
        and rhr is not None
        and temperature.signal.value >= FEVER_TEMPERATURE_C
        and rhr.signal.value >= FEVER_RHR_Z
    )


def _starving(evidence: Evidence, counted: _Counted) -> bool:
    energy = counted.get(SignalName.ENERGY_AVAILABILITY)
    return (
        energy is not None
        and evidence.sex is not None
        and energy.signal.value < SEVERE_ENERGY_AVAILABILITY[evidence.sex]
        and energy.signal.quality >= SEVERE_ENERGY_QUALITY_LEAST
    )


def _sleepless(evidence: Evidence, counted: _Counted) -> bool:
    sleep = counted.get(SignalName.SLEEP_LAST)
    if sleep is None:
        return False
    # The cap is about how long was slept, not how well; the signal is the best guess without it.
    share = sleep.signal.value if evidence.sleep_ratio is None else evidence.sleep_ratio
    return share < ACUTE_SLEEP_SHARE


def _reported(evidence: Evidence, _: _Counted) -> bool:
    return bool(evidence.ailments)


_Applies: TypeAlias = Callable[[Evidence, _Counted], bool]
_CAPS: Final[tuple[tuple[Cap, _Applies], ...]] = (
    (Cap(CapName.FEVER_PATTERN, 30.0), _fever),
    (Cap(CapName.SEVERE_LOW_ENERGY_AVAILABILITY, 60.0), _starving),
    (Cap(CapName.ACUTE_SLEEP_LOSS, 50.0), _sleepless),
    (Cap(CapName.SELF_REPORTED, 25.0), _reported),
)
