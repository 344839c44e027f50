"""Vectors of the readiness model: formula book R2–R6."""

from __future__ import annotations

from typing import Final

from tests.strategies.readiness import TODAY
from tests.support import NOW, at
from tests.vectors.asked import word
from tests.vectors.book import Formula, Given
from vegaloop.kernel.person import Sex
from vegaloop.kernel.result import Failure, Success
from vegaloop.kernel.signal import Signal, SignalName
from vegaloop.readiness import Ailment, Evidence, score


def _readiness(x: Given) -> object:
    published = tuple(
        Signal(word(SignalName, name), given["value"], given["quality"], at(NOW), 60, 60)
        for name, given in x["signals"].items()
        if given is not None and None not in given.values()
    )
    flags = tuple(word(Ailment, flag) for flag in x["flags"])
    match score(Evidence(TODAY, published, word(Sex, x["sex"]), flags)):
        case Success(found):
            return {
                "score": found.score,
                "raw": found.raw,
                "contributions": {one.name.value: one.contribution for one in found.contributions},
                "caps": [cap.name.value for cap in found.caps],
                "band": found.band.value,
                "confidence": found.confidence,
                "confidence_level": found.level.value,
            }
        case Failure(lacking):
            status = "insufficient_evidence"
            return {"score": None, "status": status, "confidence": lacking.confidence}


FORMULAS: Final[dict[str, Formula]] = {"readiness_score": _readiness}
