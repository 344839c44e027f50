"""WHOOP's export in the languages of the app, without some columns, and as a spreadsheet writes it."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.vendor_files import of_kind, tables_in
from vegaloop.activity import Sport
from vegaloop.biometrics import Hrv, RestingHeartRate, Sleep, SpO2
from vegaloop.imports.domain.found import (
    FoundReading,
    FoundRecording,
    NotTaken,
)
from vegaloop.imports.domain.reasons import DayOrMonthFirst

ENGLISH = (
    "Cycle start time",
    "Cycle timezone",
    "Recovery score %",
    "Resting heart rate (bpm)",
    "Heart rate variability (ms)",
    "Skin temp (celsius)",
    "Blood oxygen %",
    "Max HR (bpm)",
    "Sleep onset",
    "Wake onset",
    "Respiratory rate (rpm)",
    "Asleep duration (min)",
    "Light sleep duration (min)",
    "Awake duration (min)",
)
ROW = ("2024-03-01 22:10:00", "UTC+01:00", "60", "55", "61.5", "33.5", "96.5", "150",
       "2024-03-01 22:15:00", "2024-03-02 06:00:00", "14.5", "430", "200", "40")  # fmt: skip
TRANSLATED = """
Startzeit des Zyklus|Zeitzone des Zyklus|Erholungswert %|Ruheherzfrequenz (bpm)|\
Herzfrequenzvariabilität (ms)|Hauttemperatur (Celsius)|Blutsauerstoff %|Max. HF (bpm)|Einschlafzeit|\
Aufwachzeit|Atemfrequenz (rpm)|Schlafdauer (min)|Dauer des Leichtschlafs (min)|Wachdauer (min)
Zyklus-Startzeit|Zyklus-Zeitzone|Erholung %|Ruhepuls (bpm)|HRV (ms)|Hauttemp. (°C)|\
Sauerstoffsättigung %|Maximale Herzfrequenz (bpm)|Schlafbeginn|Aufwachen|Atemfrequenz (rpm)|\
Schlafdauer (min)|Leichter Schlaf Dauer (min)|Wachdauer (min)
Heure de début du cycle|Fuseau horaire du cycle|Score de récupération %|\
Fréquence cardiaque au repos (bpm)|Variabilité de la fréquence cardiaque (ms)|\
Température cutanée (celsius)|Oxygène sanguin %|FC max. (bpm)|Endormissement|Réveil|\
Fréquence respiratoire (rpm)|Durée du sommeil (min)|Durée du sommeil léger (min)|Durée d'éveil (min)
Hora de inicio del ciclo|Zona horaria del ciclo|Puntuación de recuperación %|\
Frecuencia cardíaca en reposo (bpm)|Variabilidad de la frecuencia cardíaca (ms)|\
Temperatura de la piel (celsius)|Oxígeno en sangre %|FC máx. (bpm)|Inicio del sueño|Despertar|\
Frecuencia respiratoria (rpm)|Duración del sueño (min)|Duración del sueño ligero (min)|\
Duración despierto (min)
Ora di inizio del ciclo|Fuso orario del ciclo|Punteggio di recupero %|\
Frequenza cardiaca a riposo (bpm)|Variabilità della frequenza cardiaca (ms)|\
Temperatura della pelle (celsius)|Ossigeno nel sangue %|FC max (bpm)|Inizio del sonno|Risveglio|\
Frequenza respiratoria (rpm)|Durata del sonno (min)|Durata del sonno leggero (min)|\
Durata della veglia (min)
Hora de início do ciclo|Fuso horário do ciclo|Pontuação de recuperação %|\
Frequência cardíaca em repouso (bpm)|Variabilidade da frequência cardíaca (ms)|\
Temperatura da pele (celsius)|Oxigênio no sangue %|FC máx. (bpm)|Início do sono|Despertar|\
Frequência respiratória (rpm)|Duração do sono (min)|Duração do sono leve (min)|\
Duração acordado (min)
Starttijd cyclus|Tijdzone cyclus|Herstelscore %|Rusthartslag (bpm)|Hartslagvariabiliteit (ms)|\
Huidtemperatuur (celsius)|Zuurstof in het bloed %|Max. hartslag (bpm)|Begin slaap|Ontwaken|\
Ademhalingsfrequentie (rpm)|Slaapduur (min)|Duur lichte slaap (min)|Wakkere duur (min)
"""
WORKOUTS = """
Zeitzone des Zyklus|Startzeit des Zyklus|Startzeit des Trainings|Endzeit des Trainings|\
Name der Aktivität|Distanz (Meter)
Fuseau horaire du cycle|Heure de début du cycle|Heure de début de l'entraînement|\
Heure de fin de l'entraînement|Nom de l'activité|Distance (mètres)
Zona horaria del ciclo|Hora de inicio del ciclo|Hora de inicio del entrenamiento|\
Hora de finalización del entrenamiento|Nombre de la actividad|Distancia (metros)
"""


@pytest.mark.parametrize("header", TRANSLATED.strip().split("\n"))
def test_a_language_changes_nothing(header: str) -> None:
    assert tables_in(header.split("|"), [ROW]) == tables_in(ENGLISH, [ROW])


@pytest.mark.parametrize("header", WORKOUTS.strip().split("\n"))
def test_workouts_in_other_languages(header: str) -> None:
    row = ("UTC+01:00", ROW[0], "2024-03-02 10:00:00", "2024-03-02 11:00:00", "Laufen", "5000")
    (found,) = of_kind(tables_in(header.split("|"), [row]), FoundRecording)
    assert found.recording.start == dt.datetime(2024, 3, 2, 9, tzinfo=dt.UTC)
    assert found.recording.totals.elapsed.minutes == 60
    assert found.recording.totals.distance is not None
    assert found.recording.totals.distance.meters == 5_000
    assert found.recording.sport in (Sport.RUNNING, Sport.GENERIC)


@pytest.mark.parametrize("missing", [(4,), (2, 4), (3, 4)])
def test_cycles_are_known_without_a_column(missing: tuple[int, ...]) -> None:
    header, row = ([one[n] for n in range(len(one)) if n not in missing] for one in (ENGLISH, ROW))
    kinds = {type(one.reading.value) for one in of_kind(tables_in(header, [row]), FoundReading)}
    assert kinds >= {Sleep, SpO2}
    assert Hrv not in kinds
    assert (RestingHeartRate in kinds) == (3 not in missing)


def _saved_again(day: dt.date, *, month_first: bool) -> list[str]:
    at, row = (f"{day.month}/{day.day}" if month_first else f"{day.day}/{day.month}"), list(ROW)
    row[0] = row[8] = f"{at}/{day.year} 1:10"
    row[9] = f"{at}/{day.year} 9:00"
    return row


@given(st.dates(dt.date(2016, 1, 1), dt.date(2025, 12, 1)), st.booleans())
def test_dates_of_a_spreadsheet_are_read_where_their_order_is_certain(
    first: dt.date, month_first: bool
) -> None:
    days = [first + dt.timedelta(days=n) for n in range(31)]
    rows = [_saved_again(day, month_first=month_first) for day in days]
    found = of_kind(tables_in(ENGLISH, rows), FoundReading)
    nights = [one for one in found if isinstance(one.reading.value, Sleep)]
    assert [one.reading.moment.local_date for one in nights] == days


def test_dates_whose_order_nobody_knows_are_told() -> None:
    rows = [_saved_again(dt.date(2024, 3, 1), month_first=True)]
    (told,) = tables_in(ENGLISH, rows)
    assert isinstance(told, NotTaken)
    assert told.reason == DayOrMonthFirst("3/1/2024 1:10")
