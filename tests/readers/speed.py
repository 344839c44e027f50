"""How long reading takes, beside the official decoder and fitdecode.

Run as `python -m tests.readers.speed [FILE]`; the best of three runs, in milliseconds.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import fitdecode
import garmin_fit_sdk

from tests.support import SHARED
from vegaloop.activity.adapters.readers import read_activity_file

LARGEST = SHARED / "activities" / "fit" / "activity-large-fenxi2-multisport.fit"


def _official(data: bytes) -> object:
    return garmin_fit_sdk.Decoder(garmin_fit_sdk.Stream.from_bytes_io(io.BytesIO(data))).read()


def _fitdecode(data: bytes) -> object:
    with fitdecode.FitReader(io.BytesIO(data)) as frames:
        return sum(1 for frame in frames if isinstance(frame, fitdecode.FitDataMessage))


def _best_ms(read: Callable[[bytes], object], data: bytes) -> float:
    taken: list[float] = []
    for _ in range(3):
        began = perf_counter()
        read(data)
        taken.append(perf_counter() - began)
    return min(taken) * 1_000


def main() -> None:
    """Print the figures of one file."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else LARGEST
    data = path.read_bytes()
    print(f"{path.name}, {len(data):,} bytes")
    for name, read in (
        ("vegaloop", read_activity_file),
        ("official decoder", _official),
        ("fitdecode", _fitdecode),
    ):
        print(f"{name:20} {_best_ms(read, data):8.1f} ms")


if __name__ == "__main__":
    main()
