"""Food diaries: what was eaten, and what else people write beside it."""

from typing import Final

from vegaloop.imports.adapters.readers.common.kinds import Reader
from vegaloop.imports.adapters.readers.diaries.cronometer import CronometerDays, CronometerServings
from vegaloop.imports.adapters.readers.diaries.cronometer_body import (
    CronometerBiometrics,
    CronometerExercises,
    CronometerNotes,
)
from vegaloop.imports.adapters.readers.diaries.lose_it import LoseIt
from vegaloop.imports.adapters.readers.diaries.myfitnesspal import (
    MyFitnessPalExercises,
    MyFitnessPalMeals,
    MyFitnessPalReport,
)
from vegaloop.imports.adapters.readers.diaries.weighed import Weighed

__all__ = ("READERS",)

READERS: Final[tuple[Reader, ...]] = (
    CronometerServings(),
    CronometerDays(),
    CronometerBiometrics(),
    CronometerExercises(),
    CronometerNotes(),
    MyFitnessPalMeals(),
    MyFitnessPalExercises(),
    MyFitnessPalReport(),
    LoseIt(),
    Weighed(),
)
