"""Fitbit: the account export, Google's copy of it, and the answers of the web API."""

from typing import Final

from vegaloop.imports.adapters.readers.common.kinds import Reader
from vegaloop.imports.adapters.readers.fitbit.answers import FitbitAnswers
from vegaloop.imports.adapters.readers.fitbit.eaten import EATEN
from vegaloop.imports.adapters.readers.fitbit.nightly import OxygenDays
from vegaloop.imports.adapters.readers.fitbit.people import Fitabase
from vegaloop.imports.adapters.readers.fitbit.profile import PROFILES
from vegaloop.imports.adapters.readers.fitbit.series import FitbitSeries
from vegaloop.imports.adapters.readers.fitbit.signals import SIGNALS
from vegaloop.imports.adapters.readers.fitbit.sleep import SLEEPS
from vegaloop.imports.adapters.readers.fitbit.tables import TABLES
from vegaloop.imports.adapters.readers.fitbit.weight import WEIGHTS
from vegaloop.imports.adapters.readers.fitbit.workouts import WORKOUTS

__all__ = ("READERS",)

READERS: Final[tuple[Reader, ...]] = (
    FitbitSeries(),
    FitbitAnswers(),
    OxygenDays(),
    Fitabase(),
    *SLEEPS,
    *WEIGHTS,
    *EATEN,
    *WORKOUTS,
    *SIGNALS,
    *PROFILES,
    *TABLES,
)
