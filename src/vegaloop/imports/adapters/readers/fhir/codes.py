"""The codes of measures: LOINC first, and those of devices (IEEE 11073) and of SNOMED CT.

Rule 1: a code is taken only for what its own definition says; of several, the first we know counts.
"""

from __future__ import annotations

from typing import Final

from vegaloop.imports.adapters.readers.common.pressures import DIASTOLIC, SYSTOLIC
from vegaloop.imports.adapters.readers.fhir.resources import Concept

__all__ = ("HEIGHT", "SLEEP", "WHOLE_DAYS", "kind_of")

SLEEP: Final = "sleep"
HEIGHT: Final = "height"
_LOINC: Final = "http://loinc.org"
_SNOMED: Final = "http://snomed.info/sct"
_DEVICES: Final = "urn:iso:std:iso:11073:10101"

_OF_SYSTEM: Final[dict[str, dict[str, str]]] = {
    _LOINC: {
        "heart_rate": "8867-4 8889-8 8893-0 76282-3 55425-3 69000-8",
        "resting_heart_rate": "40443-4",
        "weight": "29463-7 3141-9 3142-7 8350-1 8351-9",
        "body_fat": "41982-0",
        "temperature": "8310-5 8331-1 8332-9 8328-7 8329-5 8333-7 75539-7",
        "skin_temperature": "39106-0",
        "spo2": "59408-5 2708-6 2710-2 59417-6",
        "respiration": "9279-1",
        "glucose": "2345-7 2339-0 41653-7 15074-8 14749-6 14743-9 2340-8 2341-6 32016-8 1558-6 "
        "14771-0 76629-5 74774-1 99504-3",
        "hrv_sdnn": "80404-7",
        "vo2max": "94122-9 60842-2",
        "steps": "55423-8 41950-7",
        "distance": "55430-3 41953-1",
        "active_energy": "41981-2 55424-6 41979-6",
        "floors": "100304-5",
        "exercise_time": "55411-3",
        SLEEP: "93832-4",
        HEIGHT: "8302-2 3137-7 3138-9 8301-4",
        "waist": "8280-0 56086-2 56115-9",
        "hip": "62409-8",
        "neck": "56074-8",
        SYSTOLIC: "8480-6 96608-5 8459-0 8460-8 8461-6 76534-7",
        DIASTOLIC: "8462-4 96609-3 8453-3 8454-1 8455-8 76535-4",
    },
    _DEVICES: {
        "heart_rate": "147842 149530 149546",
        "weight": "188736",
        HEIGHT: "188740",
        "body_fat": "188748",
        "temperature": "150364",
        "spo2": "150456",
        "respiration": "151562",
        "glucose": "160184 160212",
        SYSTOLIC: "150021",
        DIASTOLIC: "150022",
    },
    _SNOMED: {
        "heart_rate": "364075005",
        "weight": "27113001",
        HEIGHT: "50373000 1153637007",
        "temperature": "386725007",
        "spo2": "431314004",
        "respiration": "86290005",
        SYSTOLIC: "271649006",
        DIASTOLIC: "271650006",
    },
}
_KINDS: Final = {
    (system, code): kind
    for system, kinds in _OF_SYSTEM.items()
    for kind, codes in kinds.items()
    for code in codes.split()
}
# Counted in 24 hours: a moment names the day.
WHOLE_DAYS: Final = frozenset(("41950-7", "41953-1", "41979-6"))


def kind_of(concept: Concept) -> str | None:
    """Say what is measured, by the first code that is known; None where none is."""
    for coding in concept.codings:
        # Some leave the slash in, and some the system out.
        system = (coding.system or _LOINC).rstrip("/")
        kind = _KINDS.get((system, (coding.code or "").strip()))
        if kind is not None:
            return kind
    return None
