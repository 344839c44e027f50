"""Vectors of the beat-to-beat heart and of robust statistics: formula book B1–B6, B14."""

from __future__ import annotations

from typing import Final

from tests.vectors.asked import word
from tests.vectors.book import Formula, Given, plain
from vegaloop.biometrics.formulas import (
    HAMPEL_HALF_WINDOW,
    HAMPEL_SIGMAS,
    MALIK_THRESHOLD,
    RR_LEAST_MS,
    RR_MOST_MS,
    Artefact,
    Pnn50Denominator,
    hampel,
    linear_interpolate_rr,
    lipponen_tarvainen,
    ln_rmssd,
    mad_scaled,
    malik_filter,
    pnn50,
    rmssd,
    rr_range_filter,
    sdnn,
)
from vegaloop.kernel.result import Failure, Success


def _ln_rmssd(x: Given) -> object:
    match rmssd(x["rr_ms"]):
        case Success(value):
            return ln_rmssd(value)
        case Failure(reason):
            return Failure(reason)


def _counted_by(x: Given) -> Pnn50Denominator:
    return word(Pnn50Denominator, x.get("denominator", Pnn50Denominator.INTERVALS))


def _lipponen_tarvainen(x: Given) -> object:
    match lipponen_tarvainen(x["rr_ms"]):
        case Success(mended):
            counts = {artefact: mended.count(artefact) for artefact in Artefact}
            return {
                "n_missed": counts[Artefact.MISSED],
                "n_extra": counts[Artefact.EXTRA],
                "n_ectopic": counts[Artefact.ECTOPIC],
                "n_longshort": counts[Artefact.LONG_SHORT],
                "n_ectopic_or_longshort": counts[Artefact.ECTOPIC] + counts[Artefact.LONG_SHORT],
                "rmssd": plain(rmssd(mended.rr_ms)),
                "rmssd_raw": plain(rmssd(x["rr_ms"])),
                "rr_ms": mended.rr_ms,
            }
        case Failure(reason):
            return Failure(reason)


def _hampel(x: Given) -> object:
    half_window = x.get("half_window", HAMPEL_HALF_WINDOW)
    match hampel(x["x"], half_window, x.get("n_sigma", HAMPEL_SIGMAS)):
        case Success(filtered):
            return {"outlier_index": filtered.outliers, "filtered": filtered.values}
        case Failure(reason):
            return Failure(reason)


FORMULAS: Final[dict[str, Formula]] = {
    "rmssd": lambda x: rmssd(x["rr_ms"]),
    "ln_rmssd": _ln_rmssd,
    "sdnn": lambda x: sdnn(x["rr_ms"]),
    "pnn50": lambda x: pnn50(x["rr_ms"], _counted_by(x)),
    "rr_range_filter": lambda x: rr_range_filter(
        x["rr_ms"], x.get("low", RR_LEAST_MS), x.get("high", RR_MOST_MS)
    ),
    "malik_filter": lambda x: malik_filter(x["rr_ms"], x.get("threshold", MALIK_THRESHOLD)),
    "linear_interpolate_rr": lambda x: linear_interpolate_rr(x["rr_ms"]),
    "lipponen_tarvainen": _lipponen_tarvainen,
    "hampel": _hampel,
    "mad_scaled": lambda x: mad_scaled(x["x"]),
}
