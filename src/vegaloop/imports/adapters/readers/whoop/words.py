"""What WHOOP's columns are in English, whatever language the app was in.

Rule 1: the words of a column tell what it is, not its wording: what it must name, in German, French,
Spanish, Italian, Portuguese or Dutch (from memory of the app). The first that fits counts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from vegaloop.imports.adapters.readers.common.sport_words import folded

__all__ = ("in_english",)

_WORDS: Final = {
    "cycle": "cycle|zyklus|ciclo|cyclus",
    "workout": "workout|training|entrain|entren|allenament|treino",
    "start": "start|beginn|anfang|begin|debut|inici|inizi",
    "end": r"\bend|ende\b|endzeit|\bfin|\bfim\b|\beind",
    "zone": "timezone|zeitzone|fuseau|fuso|zona horaria|tijdzone",
    "band": r"\bzone?\b|\bzona\b|zone \d",
    "rest": "rest|ruhe|repos|ripos|repous|rust",
    "heart": r"\bhr\b|\bhf\b|\bfc\b|heart|herz|hart|puls|cardia",
    "varies": "variab|\\bhrv\\b|\\bvfc\\b",
    "skin": "skin|haut|peau|cutan|piel|pelle|\\bpele\\b|huid",
    "oxygen": "oxygen|sauerstoff|oxigen|ossigen|zuurstof|\\bspo2\\b",
    "sleep": "sleep|schlaf|sommeil|sueno|sonno|sono|slaap",
    "falls": "einschlaf|endorm|addorment|concilia|adormec|inslaap",
    "wakes": "wach|wake|reveil|eveil|despert|despiert|risvegli|sveglia|veglia|acord|wakk|ontwak",
    "lasts": "dur|dauer|duur|tiempo|tempo",
    "light": "light|leicht|leger|ligero|legger|leve|licht",
    "part": r"deep|tief|profond|profund|diep|\brem\b|bed|bett|\blit\b|cama|letto|besoin|bedarf|need"
    "|necesi|necess|fabbisogn|schuld|debt|dette|deuda|debito",
    "breath": "respir|atem|ademh",
    "nap": r"\bnap\b|nickerchen|sieste|siesta|pisolin|soneca|sesta|dutje",
    "recovery": "recover|erholung|recuper|herstel",
    "strain": "strain|belast|effort|esfuerzo|sforzo|esforco|carga|tension",
    "activity": "activ|aktiv|attivit|ativid",
    "name": r"\bname|nom|naam",
    "energy": "energ|kalori|calori",
    "most": "max",
    "mean": "average|durchschn|mittler|moyen|medi|promedio|gemiddeld",
    "distance": "distan|entfernung|strecke|afstand",
    "climb": "gain|gewinn|zunahme|anstieg|gagn|denivele positif|ganan|ganad|guadagn|ganho|winst",
    "performs": "perform|leistung|rendimi|prestazion|desempen|prestatie",
    "needs": "need|bedarf|besoin|necesi|fabbisogn|necess|behoefte",
    "regular": "consisten|konsisten|regular|coheren|costanza",
    "question": "question|frage|pregunta|domanda|pergunta|vraag",
    "exact": "celsius|°c",
}
_PARTS: Final = {name: re.compile(word) for name, word in _WORDS.items()}
# What a column must name, and after a dash what it must not.
_RULES: Final = tuple(
    (english, frozenset(must.split()), frozenset(never.split()))
    for english, _, rule in (
        line.partition(": ")
        for line in """
Cycle timezone: zone
Cycle start time: cycle start
Cycle end time: cycle end
Workout start time: workout start
Workout end time: workout end
Heart rate variability (ms): varies
Resting heart rate (bpm): rest heart
Skin temp (celsius): skin exact
Blood oxygen %: oxygen
Respiratory rate (rpm): breath
Nap: nap
Question text: question
Recovery score %: recovery
Activity Strain: strain activity
Activity Strain: strain workout
Day Strain: strain
Energy burned (cal): energy
HR Zone 1 %: band heart - most mean
Max HR (bpm): most heart
Average HR (bpm): mean heart
Distance (meters): distance
Altitude gain (meters): climb
Activity name: activity name
Light sleep duration (min): light lasts
Sleep performance %: sleep performs
Sleep need (min): sleep needs
Sleep consistency %: sleep regular
Asleep duration (min): sleep lasts - part wakes falls
Wake onset: wakes - lasts part
Sleep onset: falls - lasts
Sleep onset: sleep start - lasts
Duration (min): lasts - sleep wakes part falls
""".strip().split("\n")
    )
    for must, _, never in (rule.partition(" - "),)
)


@lru_cache(256)
def in_english(header: Sequence[str]) -> tuple[str, ...]:
    """The columns of a header as the English app calls them; as they are where that is unknown."""
    if not _PARTS["zone"].search(" ".join(map(folded, header))):
        return tuple(header)
    return tuple(map(_english, header))


@lru_cache(1_024)
def _english(written: str) -> str:
    words = folded(written.replace("°C", "celsius"))
    named = {name for name, part in _PARTS.items() if part.search(words)}
    fit = (english for english, must, never in _RULES if must <= named and not never & named)
    return next(fit, written)
