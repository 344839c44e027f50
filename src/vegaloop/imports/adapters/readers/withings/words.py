"""What the tables of Withings' export call their columns, in the languages of its app.

From memory of the app; Japanese and Russian for weights only.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from vegaloop.imports.adapters.readers.common.columns import bare
from vegaloop.imports.adapters.readers.common.sport_words import unmarked

__all__ = ("keys_of",)

_COLUMNS: Final = """
date: date, datum, fecha, data, dato, 日付, дата
weight: weight, gewicht, poids, peso, vikt, vekt, vægt, paino, waga, 体重, вес
fat mass: fat mass, fettmasse, masse grasse, masa grasa, massa grassa, vetmassa, fettmassa
fat mass: massa gorda, massa de gordura, fedtmasse, 体脂肪量
bone mass: bone mass, knochenmasse, masse osseuse, masa osea, massa ossea, botmassa, benmassa
muscle mass: muscle mass, muskelmasse, masse musculaire, masa muscular, massa muscolare
muscle mass: massa muscular, spiermassa, muskelmassa, muskelmasse
hydration: hydration, wasseranteil, flussigkeit, hydratation, hidratacion, idratazione, hydratatie
hydration: hidratacao, vatska, vatskebalans, vaeske
comments: comments, comment, kommentare, kommentar, commentaires, comentarios, commenti
comments: opmerkingen, kommentarer, komentarze
height: height, große, grosse, taille, altura, altezza, lengte, langd, hoyde
systolic: systolic, systolisch, systole, systolique, sistolica, sistole, systoliskt, systolisk
diastolic: diastolic, diastolisch, diastole, diastolique, diastolica, diastole, diastoliskt
diastolic: diastolisk
pulse: heart rate, herzfrequenz, puls, pulse, frequence cardiaque, frecuencia cardiaca
pulse: frequenza cardiaca, hartslag, hartfrequentie, frequencia cardiaca, hjartfrekvens
spo2: spo2, oxygen saturation, sauerstoffsattigung, saturation en oxygene, saturacion de oxigeno
spo2: saturazione di ossigeno, zuurstofsaturatie, saturacao de oxigenio, syremattnad
body temperature: body temperature, temperature, korpertemperatur, temperatur
body temperature: temperature corporelle, temperatura corporal, temperatura corporea
body temperature: lichaamstemperatuur, temperatuur, kroppstemperatur
skin temperature: skin temperature, hauttemperatur, temperature cutanee, temperatura cutanea
from: from, von, de, desde, da, van, fran
to: to, bis, a, hasta, tot, ate, till
light: light, leicht, leger, ligero, leggero, licht, leve, latt
deep: deep, tief, profond, profundo, profondo, diep, djup
rem: rem, paradoxal
type: activity type, aktivitatstyp, aktivitatsart, type d'activite, tipo de actividad
type: tipo di attivita, activiteitstype, tipo de atividade, aktivitetstyp
numbers: data, daten, donnees, datos, dati, gegevens, dados
start: start
duration: duration
value: value
"""


def _keys_by_name() -> Mapping[str, Collection[str]]:
    keys: dict[str, set[str]] = {}
    for line in _COLUMNS.strip().split("\n"):
        key, _, names = line.partition(":")
        for name in names.split(","):
            keys.setdefault(unmarked(name.strip()), set()).add(key)
    return keys


_KEYS: Final = _keys_by_name()


def keys_of(header: str) -> Collection[str]:
    """What a column may be that is called so; a word may mean one thing in each language."""
    return _KEYS.get(unmarked(bare(header)), ())
