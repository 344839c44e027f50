"""Sports as files and services name them."""

from __future__ import annotations

import re
from typing import Final

from vegaloop.activity.domain.sport import Sport

__all__ = ("sport_of",)

# Our word, then what others call it; numbers are those of Strava's exports.
_OTHERS: Final = """
running run 9 jogging trail_run trail_running treadmill_running street_running virtual_run
cycling ride 1 bike biking bicycle road_biking road_cycling mountain_biking mountain_bike_ride
cycling gravel_ride gravel_cycling indoor_cycling virtual_ride bmx cyclocross
e_biking ebike e_bike_ride ebikeride e_bike_fitness
walking walk 10 casual_walking speed_walking nordic_walking
hiking hike 4 trekking
swimming swim 16 lap_swimming open_water_swimming pool_swimming
rowing row indoor_rowing
cross_country_skiing nordic_ski nordic_skiing xc_skiing skate_skiing skiing_nordic
alpine_skiing alpine_ski skiing downhill_skiing resort_skiing
snowboarding snowboard
training workout strength_training weight_training cardio indoor_cardio yoga pilates
fitness_equipment gym elliptical stair_stepper
inline_skating inline_skate skating
stand_up_paddleboarding sup standup_paddling stand_up_paddling
kayaking kayak
canoeing canoe
rock_climbing climbing rockclimbing
sailing sail
motorcycling motorbike motorcycle
driving car
running outdoor_run indoor_running track_running ultra_run treadmill
cycling outdoor_bike spinning spin downhill_biking track_cycling recumbent_cycling
e_biking e_bike_mountain
walking outdoor_walk indoor_walking walk_fitness treadmill_walk
rowing rowing_machine
multisport multi_sport triathlon duathlon
snowshoeing snow_shoe
alpine_skiing backcountry_skiing
training weightlifting weights functional_fitness crossfit circuit_training interval_workout
training aerobic_workout aerobics calisthenics
fitness_equipment stairmaster stair_climbing
rock_climbing indoor_climbing bouldering
hiit high_intensity_interval_training
inline_skating rollerblading
swimming pool_swim open_water_swim
running outdoor_running obstacle_run
cycling mtb mountain_bike road_bike race_bike gravel_bike touring_bike velomobile handcycle
cycling racebike touringbicycle cycling_sport cycling_transport cycling_transportation
e_biking ebike_ride emountain_bike_ride e_mountain_bike_ride e_mtb e_mtb_ride
cross_country_skiing roller_ski roller_skiing skiing_cross_country
alpine_skiing backcountry_ski ski_touring skitour skiing_downhill
alpine_skiing resort_skiing_snowboarding backcountry_skiing_snowboarding
snowboarding backcountry_snowboarding
ice_skating ice_skate
snowshoeing snowshoe
kitesurfing kitesurf kiteboarding
windsurfing windsurf
surfing surf
water_skiing waterskiing
rafting whitewater_rafting whitewater_rafting_kayaking
racket badminton padel pickleball racquetball squash table_tennis
wheelchair_push_walk wheelchair
meditation breathwork
winter_sport winter_sports
water_sport water_sports
"""
# Garmin goes on using a name for another list of fields, with a number behind it.
_VERSION: Final = re.compile(r"_(?:v\d+|ws)$")
_KNOWN: Final = {
    other: Sport(line.split()[0]) for line in _OTHERS.split("\n") if line for other in line.split()
} | {sport.value: sport for sport in Sport}


def sport_of(word: str | None) -> tuple[Sport, str | None]:
    """The sport a word means, and the word itself where it says more (or something unknown)."""
    spoken = re.sub(r"[^a-z0-9]+", "_", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", word or "").lower())
    spoken = _VERSION.sub("", spoken.strip("_"))
    sport = _KNOWN.get(spoken, Sport.GENERIC)
    says_more = spoken not in {"", "other", "unknown", sport.value} and not spoken.isdigit()
    return sport, spoken[:64] if says_more else None
