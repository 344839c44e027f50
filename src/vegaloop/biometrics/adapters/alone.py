"""Biometrics without the other contexts, for tests and for embedding it alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import final

from vegaloop.biometrics.application.ports import Strain
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import LocalDate


@final
class NoStrain(Strain):
    """Knows of no training."""

    def strains(
        self, person: PersonId, start: LocalDate, end: LocalDate
    ) -> Mapping[LocalDate, float]:
        """Tell that nothing is known."""
        return {}
