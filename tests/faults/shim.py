"""The library between a process and its disk, made of `shim.c` when it is needed."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, TypeAlias, final

from msgspec import Struct

from tests.faults.figures import Figures, exactly

COMPILER: Final = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
SOURCE: Final = Path(__file__).with_name("shim.c")

Shimmed: TypeAlias = Callable[[Path], Figures]


@final
class Moment(Struct, frozen=True):
    """A sync that ended, or an answer that began to be sent to a port."""

    began_ns: int
    ended_ns: int
    port: int


def shimmed(trial: Shimmed) -> Figures:
    """Try something with the library; where there is no C compiler it was not tried, and is missed."""
    if COMPILER is None:
        return Figures((exactly("not tried: C compiler", "none here", "cc"),))
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "shim.so"
        command = [COMPILER, "-shared", "-fPIC", "-O1", "-o", str(library), str(SOURCE)]
        subprocess.run(command, check=True)
        return trial(library)


def preloaded(library: Path) -> Mapping[str, str]:
    """The environment of a process that has it."""
    return {"LD_PRELOAD": str(library)}


def watched(library: Path, file: Path, journal: Path) -> Mapping[str, str]:
    """The environment of a process whose syncs of a file, and answers, are written down."""
    return {**preloaded(library), "SHIM_FILE": str(file), "SHIM_LOG": str(journal)}


def moments(journal: Path) -> list[Moment]:
    """Read what was written down."""
    written = memoryview(journal.read_bytes()).cast("q")
    return [Moment(*written[at : at + 3]) for at in range(0, len(written), 3)]


def arm(file: Path, every: int, error: int) -> None:
    """From now on let every k-th write or sync of this process fail, on files that begin so."""
    ctypes.CDLL(None).shim_arm(os.fsencode(file), ctypes.c_long(every), error)


def injected() -> int:
    """How many have failed."""
    count: int = ctypes.CDLL(None).shim_injected()
    return count
