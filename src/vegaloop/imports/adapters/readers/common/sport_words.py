"""Sports as people and services write them, in the languages their diaries and exports are in.

Rule 1: in a phrase the words count that come first, and of these the longest that mean a sport.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from vegaloop.activity import Sport, sport_of

__all__ = ("folded", "sport_in", "sport_words_of", "unmarked")

_OTHER: Final = re.compile(r"[^a-z0-9]+")
_WORD: Final = re.compile(r"[a-z]+")
_WORDS_MOST: Final = 4  # Of a phrase that means a sport.

# Words of these are about something else in a phrase: `Car washing`.
_NO_EXERCISE: Final = (Sport.GENERIC, Sport.DRIVING)

# What a sport is called as a whole.
_NAMES: Final = """
running: lauf, course a pied, carrera, corsa, corrida, hardlopen, traillauf, trail
running: trailrun, virtueller lauf, virtuelles laufen, berglauf, sortie trail, sortie course a pied
running: sortie de course a pied, sortie de course virtuelle, course a pied virtuelle
running: course virtuelle, carrera de trail, carrera por montana, carrera virtual, corsa virtuale
running: corsa su sentiero, corrida virtual, corrida em trilha, corrida de trilha
running: trailrunnen, trailloop, hardloopsessie, virtuele hardloopsessie, virtueel hardlopen
running: virtuele run
cycling: gravel, gravel fahrt, gravelfahrt, mountainbikefahrt, mountainbiken, virtuelle fahrt
cycling: sortie a velo, sortie en velo, vtt, sortie vtt, sortie en vtt, sortie gravel, velo gravel
cycling: sortie velo virtuelle, sortie a velo virtuelle, velo de gravel, velomobile, handbike
cycling: bicicleta de montana, paseo en bicicleta, paseo en bicicleta de montana, paseo en bici
cycling: bicicleta de gravel, ciclismo de gravel, bicicleta virtual, ciclismo virtual
cycling: paseo en bicicleta virtual, giro in bici, uscita in bici, giro in mountain bike
cycling: giro in gravel, bici gravel, ciclismo virtuale, pedalata virtuale
cycling: giro virtuale, pedalada virtual, pedalada de mountain bike, pedalada em gravel
cycling: passeio de bicicleta, mountainbikerit, gravelrit, virtuele rit, virtuele fietsrit, velomobiel
cycling: velomovil, handfahrrad, handcycle
cycling: radfahrt, radfahren, sortie velo, velo, bicicleta, ciclismo, pedalata, pedalada, fietsrit
cycling: virtuelle radfahrt, velo virtuel, rit, mountainbike fahrt, gravelbike fahrt
e_biking: e bike fahrt, velo electrique, sortie velo electrique, paseo en bicicleta electrica
e_biking: e mountainbike fahrt, e mtb fahrt, vttae, sortie vttae, vtt electrique, sortie en vttae
e_biking: sortie a velo electrique, sortie vtt electrique, bicicleta electrica
e_biking: bicicleta de montana electrica, bici elettrica, giro in e bike
e_biking: mountain bike elettrica, bicicletta elettrica, pedalada eletrica, bicicleta eletrica
e_biking: e bikerit, e bike rit, e mountainbikerit
swimming: schwimmen, natation, natacion, nuoto, nuotata, natacao, zwemmen
walking: spaziergang, gehen, marche, caminata, camminata, caminhada, wandeling
hiking: wanderung, randonnee, excursionismo, senderismo, escursione, escursionismo, trilha
hiking: wandeltocht, wandern, caminhada na natureza, caminhada em trilha
rowing: rudern, aviron, remo, canottaggio, roeien, virtuelles rudern, aviron virtuel, remo virtual
rowing: canottaggio virtuale, virtueel roeien
canoeing: kanufahren, kanu, canoe, piraguismo, canoa, canoagem, kanoen, kanovaren
kayaking: kajakfahren, kajak, kayak, caiaque, kajakken
training: krafttraining, entrainement, musculation, entrenamiento, entrenamiento con pesas
training: allenamento, allenamento con i pesi, treino, treino com peso, krachttraining
hiit: hochintensives intervalltraining, intervalltraining
hiit: entrainement par intervalles a haute intensite, intervalles a haute intensite
hiit: entrenamiento de intervalos de alta intensidad, entrenamiento por intervalos
hiit: allenamento a intervalli ad alta intensita, treino intervalado de alta intensidade
hiit: intervaltraining, hoogintensieve intervaltraining
training: entrainement aux poids, pesas, sollevamento pesi, ioga, gewichtstraining
training: treinamento com pesos, musculacao, musculacion
fitness_equipment: ellipsentrainer, crosstrainer, velo elliptique, elliptique, eliptica, ellittica
fitness_equipment: eliptico, treppensteiger, simulateur d escalier, stepper, escaladora, traptrainer
rock_climbing: klettern, felsklettern, escalade, escalada, escalada en roca, arrampicata, klimmen
snowboarding: snowboarden, surf des neiges, planche a neige
snowshoeing: schneeschuhwandern, schneeschuhlaufen, raquettes, raquettes a neige, raquette a neige
snowshoeing: raquetas de nieve, ciaspolata, ciaspole, caminhada na neve
snowshoeing: sneeuwschoenwandelen, sneeuwschoenen, raquete de neve
stand_up_paddleboarding: stehpaddeln, paddle surf, suppen
surfing: surfen, wellenreiten, surf
kitesurfing: kitesurfen, kite surf, kitesurf, kitesurfe
windsurfing: windsurfen, planche a voile, windsurf, windsurfe
sailing: segeln, voile, vela, zeilen
soccer: fussball, futbol, calcio, futebol, voetbal
golf: golfen, golfe
tennis: tenis
racket: tischtennis, tennis de table, tenis de mesa, tafeltennis
wheelchair_push_walk: rollstuhl, fauteuil roulant, silla de ruedas, sedia a rotelle
wheelchair_push_walk: carrozzina, cadeira de rodas, rolstoel
alpine_skiing: skitour, skitouren, ski de randonnee, esqui de travesia
alpine_skiing: scialpinismo, sci alpinismo, esqui de backcountry, toerskien, alpineskien
alpine_skiing: ski alpin, ski, esqui alpino, sci alpino, skien
cross_country_skiing: langlauf, ski de fond, ski nordique, esqui nordico, sci di fondo, langlaufen
cross_country_skiing: langlaufski, skilanglauf, sci nordico, esqui de fondo, skiroller, rollerski
cross_country_skiing: ski a roulettes, ski roues, rollski, rolskien, esqui sobre ruedas
inline_skating: inlineskaten, inline skaten, inlineskating, roller, patinage a roulettes, roller en ligne
inline_skating: patinaje en linea, pattinaggio in linea, patinacao inline, patins em linha, skeeleren
ice_skating: schlittschuhlaufen, eislaufen, patinage sur glace, schaatsen
ice_skating: patin a glace, patinaje sobre hielo, pattinaggio su ghiaccio, patinacao no gelo
"""
# What means one within a phrase such as `Bicycling, 12-14 mph (cycling, biking)`.
_WITHIN: Final = """
running: runs, jog, jogs, sprinting, sprints, laufen, joggen, joggning, courir, correr, correre
running: rennen, springa, lopning
walking: walks, strolling, pushing stroller, walken, marcher, andar, caminar, camminare
walking: caminhar, wandelen, lopen, promenad
cycling: bicycling, cycle, bikes, rad, radeln, fahrrad, fiets, fietsen, bici
cycling: ergometer, stationary cycle, cykling
e_biking: electric bike, e bike
hiking: backpacking, wandern, randonner
swimming: swims, aqua jogging, water jogging, freestyle laps
rowing: ergometer rowing, erg
training: water aerobics, aqua aerobics, aquarobics, weight lifting, lifting, push ups
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
alpine_skiing: snow skiing, skifahren
cross_country_skiing: cross country ski, skating ski
water_skiing: water ski
snowboarding: snow boarding
ice_skating: skating ice, figure skating, speed skating
inline_skating: roller skating, roller blading, rollerblade, rollerskating, skating roller
hockey: hockey ice, ice hockey, field hockey, roller hockey
soccer: football soccer, fussball, futbol, calcio, futebol, voetbal, futsal
american_football: football, touch football, flag football
tennis: tenis
racket: racketball, paddleball
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
rafting: white water rafting
meditation: meditating, breathing
wheelchair_push_walk: pushing a wheelchair
snowshoeing: snow shoeing
"""


def folded(text: str) -> str:
    """Write letters without marks, and all else as a space."""
    return _OTHER.sub(" ", unmarked(text)).strip()


def unmarked(text: str) -> str:
    """Write small letters without marks, of any script."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


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
