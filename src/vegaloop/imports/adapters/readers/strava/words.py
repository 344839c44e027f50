"""What Strava calls columns and months in the languages its export is written in.

The export is written in the language of the account. Where a column is called something else, its
place is known by the columns that stand twice (columns.py).
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from vegaloop.imports.adapters.readers.common.sport_words import folded, unmarked

__all__ = ("column_of", "date_of", "is_english", "without_markup")

# English first, then German, French, Spanish, Italian, Portuguese, Dutch.
_COLUMNS: Final = """
id: activity id, aktivitats id, id de l activite, id de actividad, id de la actividad, id attivita,
id: id da atividade, activiteits id, id van activiteit
date: activity date, aktivitatsdatum, date de l activite, fecha de la actividad, data dell attivita,
date: data da atividade, datum van activiteit, activiteitsdatum
name: activity name, name der aktivitat, nom de l activite, nombre de la actividad, nome attivita
name: nome dell attivita, nome da atividade, naam activiteit, naam van activiteit
type: activity type, aktivitatsart, aktivitatstyp, type d activite, tipo de actividad, tipo attivita
type: tipo di attivita, tipo de atividade, activiteitstype, soort activiteit
note: activity description, aktivitatsbeschreibung, beschreibung der aktivitat
note: description de l activite, descripcion de la actividad, descrizione attivita
note: descricao da atividade, beschrijving van activiteit
private: activity private note, private notiz zur aktivitat, note privee sur l activite
private: note privee de l activite, nota privada de la actividad, nota privada sobre la actividad
private: nota privata sull attivita, nota privata attivita, nota privata dell attivita
private: nota privada da atividade, nota particular da atividade, prive notitie bij activiteit
private: prive notitie activiteit, privenotitie bij activiteit, privenotitie activiteit
rpe: perceived exertion, empfundene anstrengung, wahrgenommene anstrengung, effort percu
rpe: effort ressenti, perception de l effort, esfuerzo percibido, sforzo percepito
rpe: percezione dello sforzo, esforco percebido, percepcao de esforco, ervaren inspanning
rpe: waargenomen inspanning
filename: filename, dateiname, nom du fichier, nombre de archivo, nombre del archivo, nome file
filename: nome del file, nome do arquivo, nome do ficheiro, bestandsnaam
elapsed: elapsed time, verstrichene zeit, temps ecoule, tiempo transcurrido, tempo trascorso
elapsed: tempo decorrido, verstreken tijd
moving: moving time, bewegungszeit, duree de deplacement, temps de deplacement
moving: tiempo en movimiento, tempo in movimento, tempo de movimentacao, beweegtijd
distance: distance, distanz, distancia, distanza, afstand
ascent: elevation gain, hohenzunahme, hohenmeter, denivele positif, desnivel positivo
ascent: dislivello, dislivello positivo, ganho de elevacao, hoogtewinst
descent: elevation loss, hohenunterschied, hohenverlust, denivele negatif, desnivel negativo
descent: dislivello negativo, perda de elevacao, hoogteverlies
mean_rate: average heart rate, durchschnittliche herzfrequenz, frequence cardiaque moyenne
mean_rate: ritmo cardiaco medio, frequenza cardiaca media, gemiddelde hartslag
most_rate: max heart rate, max herzfrequenz, frequence cardiaque max, frecuencia cardiaca max
mean_power: average watts, durchschnittliche watt
most_power: max watts
cadence: average cadence, durchschnittliche trittfrequenz, cadence moyenne
energy: calories, kalorien, calorias, calorie, calorieen
"""
_BY_NAME: Final = {
    name.strip(): key
    for key, _, names in (line.partition(":") for line in _COLUMNS.strip().split("\n"))
    for name in names.split(",")
    if name.strip()
}
_ENGLISH: Final = {key: name for name, key in reversed(_BY_NAME.items())}
_MARKUP: Final = re.compile(r"<[^>]*>")

# The first letters that tell a month in each language, without marks: from English to Finnish and
# Turkish, then Polish and Czech, Russian, Ukrainian and Greek.
_MONTHS: Final = """
jan janv ene gen tam oca sty led янв січ ιαν
feb fev helm sub lut uno фев лют φεβ
mar mrz maerz marz mrt maa bre мар бер μαρ
apr avr abr huh nis kwi dub апр кві απρ
may mai mag mei maj tou kve маи мая тра μαι
jun juin giu kes haz cze cerven cervna черв июн ιουν
jul juil lug hei tem lip cervenec cervence cvc июл лип ιουλ
aug aou ago elo agu sie srp авг сер αυγ
sep set syy eyl wrz zar сен вер σεπ
oct okt ott out loka eki paz rij окт жов οκτ
nov marr kas lis ноя лис νοε
dec dez dic des jou ara gru pro дек гру δεκ
"""
_MONTH_OF: Final = {
    word: number
    for number, words in enumerate(_MONTHS.strip().split("\n"), 1)
    for word in words.split()
}
_CLOCK: Final = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([ap])?\.?\s*m?", re.IGNORECASE)
_YEAR_FIRST: Final = re.compile(r"(\d{4})\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})")
_YEAR_LAST: Final = re.compile(r"(\d{1,2})\D(\d{1,2})\D(\d{4})")
_WORD: Final = re.compile(r"[^\W\d_]{3,}")


def column_of(header: str) -> str | None:
    """What a column holds, by what it is called in a language that is known."""
    return _BY_NAME.get(folded(without_markup(header)))


def is_english(header: str) -> bool:
    """Tell whether a column is called what Strava calls it in English, which is certain."""
    name = folded(without_markup(header))
    return name == _ENGLISH.get(_BY_NAME.get(name, ""))


def without_markup(header: str) -> str:
    """The words of a header that Strava wrote with the tags of its pages."""
    return _MARKUP.sub("", header).strip()


def date_of(written: str) -> dt.datetime | None:
    """Read `May 29, 2022, 3:53:35 PM`, `29.05.2022, 15:53:35`, `29 mai 2022 à 15:53:35`."""
    clock = _CLOCK.search(written)
    if not clock:
        return None
    hour, minute, second, half = clock.groups()
    hours = int(hour)
    if half:
        hours = hours % 12 + (12 if half in "pP" else 0)
    day = _day_of(written[: clock.start()])
    if day is None:
        return None
    try:
        return dt.datetime(*day, hours, int(minute), int(second or 0))  # noqa: DTZ001  # It is UTC.
    except (ValueError, OverflowError):
        return None


def _day_of(written: str) -> tuple[int, int, int] | None:
    first, last = _YEAR_FIRST.search(written), _YEAR_LAST.search(written)
    if first:
        return int(first[1]), int(first[2]), int(first[3])
    if last:
        return int(last[3]), int(last[2]), int(last[1])
    numbers = [int(each) for each in re.findall(r"\d+", written[:60])]
    words = _WORD.findall(unmarked(written[:60]))
    month = next((found for word in words if (found := _month_of(word))), None)
    if month is None or len(numbers) != 2:
        return None
    day, year = sorted(numbers)
    return year, month, day


def _month_of(word: str) -> int | None:
    return next((_MONTH_OF[word[:n]] for n in (8, 6, 5, 4, 3) if word[:n] in _MONTH_OF), None)
