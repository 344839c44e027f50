"""Vectors of the beat-to-beat heart and of robust statistics: formula book B1–B6, B14."""

from __future__ import annotations

from typing import Final

from tests.support import good
from tests.vectors.book import Formula
from vegaloop.biometrics.domain.rr import ln_rmssd, pnn50, rmssd, rr_range_filter, sdnn
from vegaloop.biometrics.domain.samples import mad_scaled

FORMULAS: Final[dict[str, Formula]] = {
    "rmssd": lambda x: rmssd(x["rr_ms"]),
    "ln_rmssd": lambda x: ln_rmssd(good(rmssd(x["rr_ms"]))),
    "sdnn": lambda x: sdnn(x["rr_ms"]),
    "pnn50": lambda x: pnn50(x["rr_ms"]),
    "rr_range_filter": lambda x: rr_range_filter(x["rr_ms"], x["low"], x["high"]),
    "mad_scaled": lambda x: mad_scaled(x["x"]),
}
