"""The rules of what clinics and studies tell of a body: FHIR and Open mHealth."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.clinical import data_point, frame_of, observation, quantity
from tests.readers.vendor_files import PARIS, documents_in, of_kind, read_bytes
from tests.strategies.homes import CHANGES
from vegaloop.biometrics import (
    BloodPressure,
    Glucose,
    Metric,
    RrIntervals,
    Temperature,
    Weight,
)
from vegaloop.imports.adapters.readers.open_mhealth.schemas import SchemaId, violations
from vegaloop.imports.domain.found import (
    Found,
    FoundReading,
    FoundSample,
    Misshapen,
    NotTaken,
    Unsupported,
)
from vegaloop.imports.domain.people import SeveralPeople
from vegaloop.kernel.person import Profile
from vegaloop.kernel.time import TimeZone, day_span

AT = "2024-05-01T08:00:00+02:00"
WEIGHT = {"body_weight": {"value": 70, "unit": "kg"}}
STATISTICS = ("maximum", "minimum", "median", "standard deviation", "variance", "count")


def _values(found: Sequence[Found]) -> list[object]:
    readings = [(one.reading.moment, one.reading.value) for one in of_kind(found, FoundReading)]
    return readings + [(one.metric, one.sample) for one in of_kind(found, FoundSample)]


class TestImp60:
    """IMP-60. A measure of which only the day is known stands at noon of that day at home, and a count of a day is as long as that day."""

    @given(st.sampled_from(CHANGES), st.integers(0, 50_000))
    def test_any_day(self, change: tuple[TimeZone, dt.date], steps: int) -> None:
        zone, day = change
        home = Profile(home_zone=zone)
        when = {"effectiveDateTime": day.isoformat()}
        weight = observation("29463-7", quantity(70, "kg"), when)
        (reading,) = of_kind(documents_in(weight, home), FoundReading)
        counted = observation("55423-8", quantity(steps, "{steps}"), when)
        (sample,) = of_kind(documents_in(counted, home), FoundSample)
        if day_span(day, zone).seconds > 0:  # Samoa never saw the last but one day of 2011.
            assert reading.reading.moment.local_date == day
            assert reading.reading.moment.local.hour == 12
            assert sample.sample.moment.local_date == day
        assert sample.sample.length_s == day_span(day, zone).seconds
        assert reading.zone_assumed
        assert sample.zone_assumed

    @given(
        st.sampled_from(CHANGES),
        st.sampled_from(("", "T08:00:00", "T23:59:59")),
        st.sampled_from(("41950-7", "55423-8", "100304-5", "41979-6", "41981-2", "41953-1")),
        st.sampled_from(("/d", "/day", "/(24.h)", "/24h")),
    )
    def test_a_unit_may_say_that_it_is_of_a_day(
        self, change: tuple[TimeZone, dt.date], clock: str, code: str, a_day: str
    ) -> None:
        zone, day = change
        home, when = Profile(home_zone=zone), {"effectiveDateTime": f"{day}{clock}"}
        units = {"41979-6": ("kcal",), "41981-2": ("kcal",), "41953-1": ("m",)}
        for unit in units.get(code, ("", "{steps}", "{#}", "1", "count")):
            counted = observation(code, quantity(900, f"{unit}{a_day}"), when)
            found = documents_in(counted, home)
            if day_span(day, zone).seconds > 0:
                (sample,) = of_kind(found, FoundSample)
                assert sample.sample.length_s == day_span(day, zone).seconds
                assert sample.sample.moment.local_date == day
                assert sample.sample.value == 900

    @pytest.mark.parametrize("hours", [1, 22, 26, 168])
    def test_a_mean_of_days_is_no_count(self, hours: int) -> None:
        end = (dt.datetime.fromisoformat(AT) + dt.timedelta(hours=hours)).isoformat()
        period = {"effectivePeriod": {"start": AT, "end": end}}
        (told,) = documents_in(observation("55423-8", quantity(900, "{steps}/d"), period))
        assert isinstance(told, NotTaken)


class TestImp61:
    """IMP-61. A number is converted by its unit, and one in a unit of something else is told and not taken."""

    @given(st.integers(20_000, 300_000))
    def test_masses(self, grams: int) -> None:
        for number, unit in (
            (grams / 1_000, "kg"),
            (grams, "g"),
            (grams / 453.59237, "[lb_av]"),
            (grams / (14 * 453.59237), "[stone_av]"),
        ):
            weighed = observation("29463-7", quantity(number, unit))
            (one,) = of_kind(documents_in(weighed), FoundReading)
            assert isinstance(one.reading.value, Weight)
            assert one.reading.value.mass.grams == pytest.approx(grams, abs=1e-5)

    @given(st.integers(300, 430))
    def test_temperatures_and_glucose(self, tenths: int) -> None:
        celsius = tenths / 10
        for number, unit in (
            (celsius, "Cel"),
            (celsius * 1.8 + 32, "[degF]"),
            (celsius + 273.15, "K"),
        ):
            (one,) = of_kind(
                documents_in(observation("8310-5", quantity(number, unit))), FoundReading
            )
            assert isinstance(one.reading.value, Temperature)
            assert one.reading.value.milli_c == tenths * 100
        in_moles = observation("15074-8", quantity(celsius, "mmol/L"))
        (one,) = of_kind(documents_in(in_moles), FoundReading)
        assert isinstance(one.reading.value, Glucose)
        assert one.reading.value == Glucose(tenths * 100)

    @pytest.mark.parametrize(
        ("code", "value", "units"),
        [
            ("29463-7", 70, "kg KG Kg kilograms {body}kg"),
            ("29463-7", 70_000, "g gm grams"),
            ("29463-7", 154.324, "[lb_av] lb lbs LB lb_av pounds"),
            ("8310-5", 98.6, "[degF] degF °F F Fahrenheit deg\xa0F °\xa0F degrees\xa0F"),
            ("8310-5", 37, "Cel CEL degC °C C celsius deg\xa0C degrees\xa0Celsius"),
            ("8280-0", 35, "[in_i] in inch inches IN"),
            ("8867-4", 70, "/min {beats}/min bpm BPM beats/min beat/min per\xa0minute"),
            ("2345-7", 90, "mg/dL mg/dl MG/DL"),
            ("41981-2", 300, "kcal Kcal [Cal] Cal kilocalories"),
            ("41950-7", 900, "{steps} steps /d {steps}/d {#}/(24.h) steps/day 1"),
        ],
    )
    def test_one_unit_has_many_names(self, code: str, value: float, units: str) -> None:
        told = [documents_in(observation(code, quantity(value, unit))) for unit in units.split(" ")]
        assert isinstance(told[0][0], FoundReading | FoundSample)
        assert all(one == told[0] for one in told)

    def test_a_calorie_of_either_size_is_no_word(self) -> None:
        for unit in ("calories", "CAL"):
            (told,) = documents_in(observation("41981-2", quantity(300, unit)))
            assert isinstance(told, NotTaken)

    @given(st.sampled_from(("29463-7", "8310-5", "8867-4", "2345-7", "59408-5", "55423-8")))
    def test_a_unit_of_something_else(self, code: str) -> None:
        for unit in ("mm[Hg]", "furlong", ""):
            found = documents_in(observation(code, quantity(50, unit)))
            if unit or code != "55423-8":  # What is counted needs no unit.
                (told,) = found
                assert isinstance(told, NotTaken)
                assert isinstance(told.reason, Misshapen)


class TestImp62:
    """IMP-62. What is of several patients or users is nobody's: none of it is taken, and how many they are is told."""

    @given(st.lists(st.sampled_from("abcd"), min_size=1, max_size=8))
    def test_patients(self, names: list[str]) -> None:
        resources = [
            observation("29463-7", quantity(70, "kg"))
            | {"subject": {"reference": f"Patient/{one}"}}
            for one in names
        ]
        lines = "\n".join(map(json.dumps, resources)).encode()
        for found in (documents_in(_bundle(resources)), read_bytes(lines, "x.json")):
            self._of_one_or_of_nobody(found, names)

    def _of_one_or_of_nobody(self, found: list[Found], names: list[str]) -> None:
        people = len(set(names))
        assert len(of_kind(found, FoundReading)) == (len(names) if people == 1 else 0)
        assert [one.reason for one in of_kind(found, NotTaken)] == (
            [SeveralPeople(people)] if people > 1 else []
        )

    def test_one_patient_by_many_names(self) -> None:
        references = (
            "Patient/a",
            "https://there/fhir/Patient/a",
            "urn:uuid:1",
            "Patient/a/_history/2",
        )
        resources = [
            observation("29463-7", quantity(70, "kg")) | {"subject": {"reference": one}}
            for one in references
        ]
        bundle = _bundle(resources)
        patient = {"resourceType": "Patient", "id": "a"}
        bundle["entry"] = [{"fullUrl": "urn:uuid:1", "resource": patient}, *bundle["entry"]]
        found = documents_in(bundle)
        assert len(of_kind(found, FoundReading)) == len(references)
        assert [one.reason for one in of_kind(found, NotTaken)] == [Unsupported("Patient")]

    @given(st.lists(st.sampled_from("abcd"), min_size=1, max_size=8))
    def test_users(self, names: list[str]) -> None:
        points = [
            data_point("body-weight", "1.0", WEIGHT | frame_of(AT), user=one) for one in names
        ]
        self._of_one_or_of_nobody(documents_in(points), names)


class TestImp63:
    """IMP-63. An observation that was cancelled or entered in error, or that says why it has no value, is told and not taken."""

    @pytest.mark.parametrize("status", ["cancelled", "entered-in-error"])
    def test_status(self, status: str) -> None:
        wrong = observation("29463-7", quantity(70, "kg")) | {"status": status}
        found = documents_in([wrong, wrong, observation("29463-7", quantity(70, "kg"))])
        what = f"observation that is {status}"
        (told,) = of_kind(found, NotTaken)
        assert (told.what, told.count, told.reason) == (what, 2, Unsupported(what))
        assert len(of_kind(found, FoundReading)) == 1

    def test_absent(self) -> None:
        absent = observation("29463-7", {"dataAbsentReason": {"text": "not performed"}})
        (told,) = documents_in(absent)
        assert isinstance(told, NotTaken)
        assert told.reason == Unsupported("29463-7 without a value")
        (told,) = documents_in(absent | quantity(70, "kg"))
        assert isinstance(told, NotTaken)

    def test_deleted(self) -> None:
        bundle = _bundle([observation("29463-7", quantity(70, "kg"))] * 2)
        gone = {"request": {"method": "DELETE", "url": "Observation/1"}}
        bundle["entry"] = [bundle["entry"][0], bundle["entry"][1] | gone]
        found = documents_in(bundle)
        assert len(of_kind(found, FoundReading)) == 1
        assert [one.what for one in of_kind(found, NotTaken)] == ["entry without a resource"]


class TestImp64:
    """IMP-64. A data point that is not as the schema it names asks is refused with its first field that is not."""

    @given(
        st.dictionaries(st.sampled_from(("body_weight", "effective_time_frame", "x")), st.none())
        | st.just(WEIGHT | frame_of(AT))
        | st.just({"body_weight": {"value": "70", "unit": "kg"}})
        | st.just(WEIGHT | {"effective_time_frame": {"date_time": AT, "time_interval": {}}}),
        st.sampled_from(("1.0", "2.0", "3.0")),
    )
    def test_any_body(self, body: Mapping[str, object], version: str) -> None:
        wrong = violations(SchemaId("omh", "body-weight", version), body)
        found = documents_in(data_point("body-weight", version, body))
        refused = [one for one in of_kind(found, NotTaken) if isinstance(one.reason, Misshapen)]
        assert [one.reason for one in refused] == ([wrong[0]] if wrong and body else [])
        assert bool(of_kind(found, FoundReading)) == (not wrong and "effective_time_frame" in body)


class TestImp65:
    """IMP-65. A mean over an interval is a sample of that length where there is a series, else a reading at its end; of any other statistic there is no room."""

    @given(st.integers(1, 1_500), st.sampled_from(("average", *STATISTICS)))
    def test_any_interval(self, minutes: int, statistic: str) -> None:
        end = (dt.datetime.fromisoformat(AT) + dt.timedelta(minutes=minutes)).isoformat()
        beside = frame_of(AT, end) | {"descriptive_statistic": statistic}
        rate = {"heart_rate": {"value": 60, "unit": "beats/min"}} | beside
        found = documents_in([data_point("heart-rate", "2.0", rate)])
        found += documents_in([data_point("body-weight", "2.0", WEIGHT | beside)])
        samples, readings = of_kind(found, FoundSample), of_kind(found, FoundReading)
        if statistic == "average":
            assert [one.sample.length_s for one in samples] == [minutes * 60.0]
            assert [one.reading.moment.at.isoformat() for one in readings] == [
                dt.datetime.fromisoformat(end).astimezone(dt.UTC).isoformat()
            ]
        else:
            assert samples == readings == []
            assert [one.what for one in of_kind(found, NotTaken)] == [
                f"heart rate ({statistic})",
                f"body weight ({statistic})",
            ]


class TestImp66:
    """IMP-66. A systolic and a diastolic pressure of one moment that are told apart are one reading, in whatever order they come."""

    @given(
        st.lists(
            st.tuples(st.integers(80, 200), st.integers(40, 120)),
            min_size=1,
            max_size=6,
            unique=True,
        ),
        st.randoms(use_true_random=False),
    )
    def test_any_order(self, pairs: list[tuple[int, int]], chance: object) -> None:
        resources = [
            observation(code, quantity(value, "mm[Hg]"), {"effectiveDateTime": _minute(number)})
            for number, pair in enumerate(pairs)
            for code, value in zip(("8480-6", "8462-4"), pair, strict=True)
        ]
        chance.shuffle(resources)
        found = of_kind(documents_in(resources), FoundReading)
        by_time = sorted(found, key=lambda one: one.reading.moment.at)
        assert [one.reading.value for one in by_time] == [BloodPressure(*pair) for pair in pairs]


class TestImp67:
    """IMP-67. Intervals between beats that follow each other are one recording, in whatever order they come."""

    @given(
        st.lists(st.integers(400, 1_500), min_size=2, max_size=60),
        st.randoms(use_true_random=False),
    )
    def test_any_order(self, intervals_ms: list[int], chance: object) -> None:
        at, points = dt.datetime.fromisoformat(AT), []
        for rr_ms in intervals_ms:
            at += dt.timedelta(milliseconds=rr_ms)
            body = {"rr_interval": {"value": rr_ms, "unit": "ms"}} | frame_of(at.isoformat())
            points.append(data_point("rr-interval", "1.0", body))
        chance.shuffle(points)
        (one,) = of_kind(documents_in(points), FoundReading)
        assert isinstance(one.reading.value, RrIntervals)
        assert one.reading.value.rr_ms == tuple(intervals_ms)


class TestImp68:
    """IMP-68. A resource or a data point is the same alone, in a list, and in a file with one a line."""

    @given(
        st.lists(st.tuples(st.sampled_from((0, 1)), st.integers(40, 180)), min_size=2, max_size=8)
    )
    def test_any_packing(self, rates: list[tuple[int, int]]) -> None:
        for is_fhir in (True, False):
            documents = [_rate(number, value, is_fhir) for number, (_, value) in enumerate(rates)]
            alone = [one for each in documents for one in _values(documents_in(each))]
            assert _values(documents_in(documents)) == alone
            lines = "\n".join(map(json.dumps, documents)).encode()
            assert _values(read_bytes(lines, "x.json", PARIS)) == alone
            assert len(alone) == len(rates)
            if is_fhir:
                assert _values(documents_in(_bundle(documents))) == alone
                assert _values(documents_in(_bundle([_bundle(documents)]))) == alone


def _rate(number: int, bpm: int, is_fhir: bool) -> dict[str, object]:
    if is_fhir:
        return observation("8867-4", quantity(bpm, "/min"), {"effectiveDateTime": _minute(number)})
    body = {"heart_rate": {"value": bpm, "unit": "beats/min"}} | frame_of(_minute(number))
    return data_point("heart-rate", "2.0", body)


def _minute(number: int) -> str:
    return (dt.datetime.fromisoformat(AT) + dt.timedelta(minutes=number)).isoformat()


def _bundle(resources: Sequence[object]) -> dict[str, object]:
    entries = [{"fullUrl": f"urn:x:{n}", "resource": one} for n, one in enumerate(resources)]
    return {"resourceType": "Bundle", "type": "searchset", "entry": entries}


def test_a_metric_is_what_it_was_measured_as() -> None:
    (one,) = of_kind(documents_in(_rate(0, 61, True)), FoundSample)
    assert (one.metric, one.sample.value) == (Metric.HEART_RATE, 61)
