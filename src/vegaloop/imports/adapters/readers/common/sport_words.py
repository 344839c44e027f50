"""Sports as people and services write them, in the languages their diaries and exports are in.

Rule 1: in a phrase the words count that come first, and of these the longest that mean a sport.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from vegaloop.activity import Sport, sport_of

__all__ = ("folded", "sport_in", "sport_words_of")

_OTHER: Final = re.compile(r"[^a-z0-9]+")
_WORD: Final = re.compile(r"[a-z]+")
_WORDS_MOST: Final = 4  # Of a phrase that means a sport.

# Words of these are about something else in a phrase: `Car washing`.
_NO_EXERCISE: Final = (Sport.GENERIC, Sport.DRIVING)

# What a sport is called as a whole.
_NAMES: Final = """
running: lauf, course a pied, carrera, corsa, corrida, hardlopen, traillauf, trail
cycling: radfahrt, radfahren, sortie velo, velo, bicicleta, ciclismo, pedalata, pedalada, fietsrit
cycling: virtuelle radfahrt, velo virtuel, rit, mountainbike fahrt, gravelbike fahrt
e_biking: e bike fahrt, velo electrique, sortie velo electrique, paseo en bicicleta electrica
swimming: schwimmen, natation, natacion, nuoto, nuotata, natacao, zwemmen
walking: spaziergang, gehen, marche, caminata, camminata, caminhada, wandeling
hiking: wanderung, randonnee, excursionismo, senderismo, escursione, escursionismo, trilha
hiking: wandeltocht
rowing: rudern, aviron, remo, canottaggio, roeien
training: krafttraining, entrainement, musculation, entrenamiento, entrenamiento con pesas
training: allenamento, allenamento con i pesi, treino, treino com peso, krachttraining
alpine_skiing: ski alpin, ski, esqui alpino, sci alpino, skien
cross_country_skiing: langlauf, ski de fond, ski nordique, esqui nordico, sci di fondo, langlaufen
inline_skating: inlineskaten
ice_skating: schlittschuhlaufen, eislaufen, patinage sur glace, schaatsen
"""
# What means one within a phrase such as `Bicycling, 12-14 mph (cycling, biking)`.
_WITHIN: Final = """
running: run, runs, jog, jogs, sprinting, sprints, laufen, joggen, joggning, courir, correr, correre
running: rennen, springa, lopning
walking: walk, walks, strolling, pushing stroller, walken, marcher, andar, caminar, camminare
walking: caminhar, wandelen, lopen, promenad
cycling: bicycling, cycle, bike, bikes, biking, bmx, rad, radeln, fahrrad, fiets, fietsen, bici
cycling: ergometer, stationary cycle, spinning, cykling
e_biking: electric bike, e bike
hiking: hike, backpacking, wandern, randonner
swimming: swim, swims, aqua jogging, water jogging, freestyle laps
rowing: ergometer rowing, erg
training: water aerobics, aqua aerobics, aquarobics, weight lifting, weights, lifting, push ups
training: pushups, pull ups, sit ups, squats, lunges, plank, crunches, bodyweight, kettlebell
training: kettlebells, circuit, aerobic, bootcamp, boot camp, conditioning, exercise class
training: gymnastics, core, tai chi, barre, gymnastik, pesas, palestra, stepping, step aerobics
mobility: stretching, stretch, foam rolling, dehnen, etirements
fitness_equipment: stair climber, stair machine, stair treadmill, stairs machine, cross trainer
fitness_equipment: crosstrainer, arc trainer, ski machine, nordictrack, elliptique, eliptica
floor_climbing: stairs, climbing stairs, stair climb, walking up stairs, running up stairs
jump_rope: jumping rope, rope jumping, rope skipping, skipping rope, seilspringen
dance: dancing, zumba, ballet, jazzercise, tanzen, danse, baile, bailar, ballo
boxing: kickboxing, kick boxing, sparring, punching bag, boxen
mixed_martial_arts: martial arts, karate, judo, taekwondo, tae kwon do, jiu jitsu, krav maga
alpine_skiing: skiing downhill, snow skiing, skifahren
cross_country_skiing: cross country ski, skiing cross country, skiing nordic, skating ski
water_skiing: water ski, waterskiing
snowboarding: snow boarding
ice_skating: skating ice, figure skating, speed skating
inline_skating: roller skating, roller blading, rollerblade, rollerskating, skating roller
hockey: hockey ice, ice hockey, field hockey, roller hockey
soccer: football soccer, fussball, futbol, calcio, futebol, voetbal, futsal
american_football: football, touch football, flag football
tennis: tenis
racket: badminton, squash, racquetball, racketball, paddleball, padel, pickleball, table tennis
racket: ping pong, tennis table, tischtennis
team_sport: handball, netball, frisbee ultimate, ultimate frisbee, water polo, kickball, dodgeball
baseball: softball
golf: golfing, golfen
disc_golf: frisbee golf, disk golf
horseback_riding: horse riding, horse, horseback, reiten, equitation, equitacion
rock_climbing: climb, climbing rock, rappelling, klettern, escalade, escalada, arrampicata
mountaineering: mountain climbing, bergsteigen
paddling: paddle, paddleboat, rudderboat
stand_up_paddleboarding: paddleboarding, paddle boarding, paddle board, stand up paddle
kayaking: kayaks, kajak
diving: scuba, scuba diving, skindiving, tauchen
snorkeling: snorkel, schnorcheln
surfing: body boarding, boogie boarding
rafting: whitewater rafting, white water rafting
meditation: meditating, breathing, breathwork
wheelchair_push_walk: wheelchair, pushing a wheelchair
snowshoeing: snow shoeing
"""


def folded(text: str) -> str:
    """Write letters without marks, and all else as a space."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _OTHER.sub(" ", bare).strip()


def sport_words_of(said: str) -> str | Sport:
    """The sport a word of another language means; an English word as it is."""
    return _SPORT_OF.get(folded(said), said)


def sport_in(phrase: str) -> Sport:
    """The sport a phrase tells of; generic where it names none."""
    words = _WORD.findall(folded(phrase))
    for at in range(len(words)):
        for length in range(_WORDS_MOST, 0, -1):
            said = " ".join(words[at : at + length])
            sport = _SPORT_WITHIN.get(said) or sport_of(said)[0]
            if sport not in _NO_EXERCISE:
                return sport
    return Sport.GENERIC


def _read(table: str) -> dict[str, Sport]:
    return {
        word.strip(): Sport(sport)
        for sport, _, words in (line.partition(":") for line in table.strip().split("\n"))
        for word in words.split(",")
    }


_SPORT_OF: Final = _read(_NAMES)
_SPORT_WITHIN: Final = _SPORT_OF | _read(_WITHIN)
