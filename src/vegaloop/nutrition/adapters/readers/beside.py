"""A reader of foods that reads many of them in a second process, so that two cores have work.

Rule 1: what is given is what the reader gives in this process, whatever becomes of the other: what
that does not finish is read here, from where it ended.
Rule 2: files are opened and read in this process only; one reader of them at a time.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from types import TracebackType
from typing import BinaryIO, Final, Self, final

import msgspec

from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.nutrition.adapters.readers.beside_wire import (
    ANSWER,
    ASK,
    BLOCKS,
    LENGTH,
    Ask,
    Block,
)
from vegaloop.nutrition.application.food_ports import FoodFiles, FoodReader
from vegaloop.nutrition.domain.food_record import FoodItem

__all__ = ("FoodsReadBeside",)

# Reading less takes no longer than a process takes to begin.
MANY_BYTES: Final = 8 * 2**20
_PIECE: Final = 2**18
_MODULE: Final = "vegaloop.nutrition.adapters.readers.beside_process"
# It finds its modules where this process found them, and nothing else out of its surroundings.
_BEGIN: Final = f"import sys; sys.path[:] = sys.argv[1:]; from {_MODULE} import main; main()"


@final
class FoodsReadBeside(FoodReader):
    """Reads what another reader reads, in a second process where there is much of it.

    `cores` is how many processes can run at once, `many_bytes` from how many bytes on it pays.
    """

    def __init__(self, reader: FoodReader, cores: int, many_bytes: int = MANY_BYTES) -> None:
        self._reader = reader
        self._cores = cores
        self._many_bytes = many_bytes

    def recognises(self, head: bytes, name: str) -> bool:
        """Tell by its first bytes whether a file is one of foods; its name proves nothing."""
        return self._reader.recognises(head, name)

    def read(self, files: FoodFiles) -> Iterator[FoodItem]:
        """Read every food in some files, one at a time; the files of one export belong together."""
        given = 0
        if self._cores > 1 and _has(files, self._many_bytes):
            with suppress(OSError), _Second(files) as second:
                for block in second.blocks():
                    given += len(block.found) + len(block.refused)
                    yield from block.items
                    if block.fault is not None:
                        raise ReadFault(block.fault)
                    if block.is_last:
                        return
        yield from islice(self._reader.read(files), given, None)


def _has(files: FoodFiles, many_bytes: int) -> bool:
    """Tell whether so many bytes come out of some files."""
    left = many_bytes
    for opened in files.values():
        # Whoever reads them says what is wrong with them.
        with suppress(ReadFault, OSError), opened() as stream:
            while piece := stream.read(_PIECE):
                left -= len(piece)
                if left <= 0:
                    return True
    return False


@final
class _Second:
    """The second process, and the thread that reads to it what it asks for."""

    def __init__(self, files: FoodFiles) -> None:
        self._line, there = socket.socketpair()
        with there:
            try:
                self._process = subprocess.Popen(  # noqa: S603  # Our own module.
                    [sys.executable, "-I", "-c", _BEGIN, *sys.path],
                    stdin=there.fileno(),
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,  # Whoever stops this process lets it end in order.
                )
            except OSError:
                self._line.close()
                raise
        self._thread = threading.Thread(
            target=_Served(self._line, files).run, name="foods", daemon=True
        )
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def blocks(self) -> Iterator[Block]:
        """Give what it finds, until it has ended."""
        output = self._process.stdout
        if output is None:
            return
        while len(head := output.read(LENGTH.size)) == LENGTH.size:
            (length,) = LENGTH.unpack(head)
            block = output.read(length)
            if len(block) < length:
                return
            yield BLOCKS.decode(block)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        raised: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        with suppress(OSError):
            self._line.shutdown(socket.SHUT_RDWR)
        # Left to the collector of garbage, it ends wherever that runs.
        if threading.current_thread() is not self._thread:
            self._thread.join()
        self._line.close()
        with self._process:  # Closes its output, and waits for its end.
            pass


@final
class _Served:
    """Opens and reads files for the other process."""

    def __init__(self, line: socket.socket, files: FoodFiles) -> None:
        self._line = line
        self._names = [name.encode("utf-8", "surrogatepass") for name in files]
        self._files: Sequence[Callable[[], BinaryIO]] = [*files.values()]
        self._open: dict[int, BinaryIO] = {}

    def run(self) -> None:
        """Answer until nobody asks any more, or what cannot be answered is asked."""
        try:
            names = msgspec.msgpack.encode(self._names)
            self._line.sendall(LENGTH.pack(len(names)) + names)
            with self._line.makefile("rb") as asks:
                while len(ask := asks.read(ASK.size)) == ASK.size:
                    self._answer(*ASK.unpack(ask))
        except Exception:  # noqa: BLE001  # It comes again where the rest is read in this process.
            return
        finally:
            for stream in self._open.values():
                with suppress(Exception):  # idem
                    stream.close()
            with suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)

    def _answer(self, what: int, number: int, argument: int) -> None:
        if what == Ask.CLOSE:
            self._open.pop(number).close()
            return
        answer, is_fault = b"", False
        try:
            if what == Ask.OPEN:
                self._open[number] = self._files[argument]()
            else:
                answer = self._open[number].read(argument)
        except ReadFault as fault:
            answer, is_fault = msgspec.msgpack.encode(fault.fact), True
        self._line.sendall(ANSWER.pack(is_fault, len(answer)))
        self._line.sendall(answer)
