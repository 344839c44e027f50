"""Biometrics without the other contexts, for tests and for embedding it alone."""

from __future__ import annotations

from typing import final

from vegaloop.biometrics.application.ports import Strain
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import LocalDate


@final
class NoStrain(Strain):
    """Knows of no training."""

    def strain(self, person: PersonId, day: LocalDate) -> float | None:
        """Tell that nothing is known."""
        return None
