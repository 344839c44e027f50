"""How far what is read of FHIR and Open mHealth agrees with what is expected.

`python -m tests.readers.agreements clinical` prints n of m for each field.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.readers.clinical import data_point
from tests.readers.vendor_files import PARIS, documents_in, of_kind, real
from tests.support import SHARED
from vegaloop.biometrics import (
    BloodPressure,
    Glucose,
    Respiration,
    SpO2,
    Temperature,
    Value,
    Weight,
)
from vegaloop.imports.adapters.readers.open_mhealth.schemas import SchemaId, violations
from vegaloop.imports.domain.found import (
    Found,
    FoundPerson,
    FoundReading,
    FoundSample,
    Misshapen,
    NotTaken,
    Unsupported,
)
from vegaloop.kernel.quantity import Distance
from vegaloop.kernel.time import Moment, moment_in

_FHIR: Final = "biometrics/fhir_observation/"
_OMH: Final = SHARED / "biometrics/open_mhealth"
# What there is room for; the others are named and not taken.
_TAKEN: Final = {
    "96607-7": 109,
    "85354-9": 109,
    "8867-4": 44,
    "2708-6": 95,
    "2345-7": 76,
    "9279-1": 26,
    "8310-5": 36.556,
    "29463-7": 20.09414,
    "8302-2": 111.506,
}


def agreement() -> Iterator[tuple[str, bool]]:
    """Each field that could be compared, and whether it agrees."""
    expected = json.loads((SHARED / "expected/biometrics.json").read_text())["files"]
    for path, told in expected.items():
        if path.startswith(_FHIR):
            yield from _observation(real(path), told)
    yield from _schemas(expected["biometrics/open_mhealth"])


def _observation(
    found: list[Found], told: dict[str, dict[str, object]]
) -> Iterator[tuple[str, bool]]:
    code = told["code"]["value"][0]
    kept = [one for one in found if not isinstance(one, NotTaken)]
    left = [one.reason for one in of_kind(found, NotTaken)]
    yield "fhir: taken or named", len(kept) == (code in _TAKEN)
    yield "fhir: nothing misshapen", all(isinstance(one, Unsupported) for one in left)
    if not kept:
        return
    (one,) = kept
    value, moment = _number(one)
    stated = told["value"]["value"]
    number = stated[0]["value"] if isinstance(stated, list) else stated["value"]
    places = 1 if isinstance(one, FoundPerson) else 3  # Of cm: heights are whole millimetres.
    yield "fhir: value", round(number, places) == round(value, places)
    yield "fhir: value as written", round(value, places) == round(_TAKEN[code], places)
    yield "fhir: time", _is_at(moment, told["effective"]["value"])


def _number(one: Found) -> tuple[float, Moment]:
    if isinstance(one, FoundSample):
        return one.sample.value, one.sample.moment
    if isinstance(one, FoundPerson):
        assert isinstance(one.trait, Distance)
        assert one.at is not None
        return 100 * one.trait.meters, moment_in(one.at, PARIS.home_zone)
    assert isinstance(one, FoundReading)
    return _told(one.reading.value), one.reading.moment


def _told(value: Value) -> float:
    match value:
        case BloodPressure(systolic_mmhg=systolic):
            return systolic
        case Glucose():
            return value.mg_dl
        case Respiration():
            return value.per_min
        case SpO2():
            return value.percent
        case Temperature():
            return value.celsius
        case Weight():
            return value.mass.kg
    raise AssertionError(value)


def _is_at(moment: Moment, effective: object) -> bool:
    text = effective["end"] if isinstance(effective, dict) else str(effective)
    if len(text) == len("1999-07-02"):
        return moment.local_date.isoformat() == text
    return moment.at == dt.datetime.fromisoformat(text)


def _schemas(told: dict[str, dict[str, int]]) -> Iterator[tuple[str, bool]]:
    """Hold every document to the schema its folder is named after, alone and as a data point."""
    accepted = rejected = 0
    for path in sorted(_OMH.rglob("*.json")):
        schema, is_valid = schema_of(path)
        document = json.loads(path.read_text())
        wrong = violations(schema, document)
        yield (
            "open mhealth: valid" if is_valid else "open mhealth: not valid",
            is_valid != bool(wrong),
        )
        accepted += is_valid and not wrong
        rejected += not is_valid and bool(wrong)
        if isinstance(document, dict) and document and "data-point" not in str(path):
            point = data_point(schema.name, schema.version, document, namespace=schema.namespace)
            refused = _refused(documents_in(point))
            if is_valid:
                yield "open mhealth: valid, read or named", not refused
            else:
                yield "open mhealth: not valid, refused by field", refused == wrong[:1]
    yield "open mhealth: must be accepted", accepted == told["must_be_accepted"]["value"]
    yield "open mhealth: must be rejected", rejected == told["must_be_rejected"]["value"]


def schema_of(path: Path) -> tuple[SchemaId, bool]:
    """The schema a real file is tried against, and whether it should pass."""
    namespace, name, version, should, _ = path.relative_to(_OMH).parts
    return SchemaId(namespace, name, version), should == "shouldPass"


def _refused(found: list[Found]) -> tuple[Misshapen, ...]:
    reasons = [one.reason for one in of_kind(found, NotTaken)]
    return tuple(one for one in reasons if isinstance(one, Misshapen))
