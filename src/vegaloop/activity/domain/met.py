"""What a sport costs in multiples of rest, where nothing was measured (formula book A23).

A MET is 1 kcal per kilogram and hour. The values are of the Compendium of Physical Activities
(Ainsworth 2011; running and walking as Herrmann 2024 corrected them), for adults, at the ordinary
effort of the sport: the form that is named beside each. A sport whose cost nobody can tell without
knowing more has none.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from vegaloop.activity.domain.sport import Sport

__all__ = ("MET_OF_SPORT",)

MET_OF_SPORT: Final[Mapping[Sport, float]] = MappingProxyType(
    {
        Sport.RUNNING: 9.3,  # 9.7-10.1 km/h.
        Sport.CYCLING: 8.0,  # 19-22 km/h.
        Sport.SWIMMING: 5.8,  # Laps, front crawl, light or moderate.
        Sport.WALKING: 4.8,  # 5.6-6.3 km/h.
        Sport.HIKING: 6.0,  # Cross country.
        Sport.TRAINING: 3.5,  # Resistance training, multiple exercises.
        Sport.FITNESS_EQUIPMENT: 5.5,  # Health club exercise, general.
        Sport.ROWING: 7.0,  # Stationary, 100 W.
        Sport.CROSS_COUNTRY_SKIING: 9.0,  # 6.4-7.9 km/h.
        Sport.ALPINE_SKIING: 5.3,  # Moderate.
        Sport.SNOWBOARDING: 5.3,  # Moderate.
        Sport.SNOWSHOEING: 5.3,  # Moderate.
        Sport.ICE_SKATING: 7.0,  # General.
        Sport.INLINE_SKATING: 7.5,  # 14.4 km/h.
        Sport.ROCK_CLIMBING: 5.8,  # Low to moderate difficulty.
        Sport.BASKETBALL: 6.5,  # General.
        Sport.SOCCER: 7.0,  # Casual, general.
        Sport.TENNIS: 7.3,  # General.
        Sport.GOLF: 4.8,  # General.
        Sport.HORSEBACK_RIDING: 5.5,  # General.
        Sport.JUMP_ROPE: 11.8,  # 100-120 skips a minute.
        Sport.KAYAKING: 5.0,  # Moderate.
        Sport.STAND_UP_PADDLEBOARDING: 6.0,  # General.
        Sport.SURFING: 3.0,  # General.
    }
)
