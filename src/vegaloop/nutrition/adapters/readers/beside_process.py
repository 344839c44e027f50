"""The process that reads foods for another: its bytes come from there, what it finds goes there.

Rule 1: it opens no file and reads no setting, and ends when the other does.
Rule 2: it runs no more than some blocks ahead.
Rule 3: each stream is read as the readers read it, so that faults are where they are without it.
"""

from __future__ import annotations

import io
import os
import socket
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from functools import partial
from queue import Queue
from typing import BinaryIO, Final, final

import msgspec

from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.nutrition.adapters.readers.beside_wire import (
    ANSWER,
    ASK,
    FAULTS,
    LENGTH,
    NAMES,
    Ask,
    Block,
)
from vegaloop.nutrition.adapters.readers.food_files import FoodFileReader
from vegaloop.nutrition.domain.food_record import FoodItem

__all__ = ("BLOCK_ITEMS", "main")

BLOCK_ITEMS: Final = 2_000
# More than the shelf takes at once, so that there is something to read while it does.
BLOCKS_AHEAD: Final = 10
# Whoever answers has other work, and turns to this one only now and then.
PIECES_AHEAD: Final = 8
_INPUT: Final = 0
_OUTPUT: Final = 1


def main() -> None:
    """Read the files named on the socket that is the input, and write blocks to the output."""
    line = _Line(socket.socket(fileno=_INPUT))
    names = [name.decode("utf-8", "surrogatepass") for name in line.names()]
    files = {name: partial(line.opened, number) for number, name in enumerate(names)}
    ready = Queue[bytes](BLOCKS_AHEAD)
    threading.Thread(target=_write, args=(ready,), daemon=True).start()
    for block in _blocks(FoodFileReader().read(files)):
        ready.put(msgspec.msgpack.encode(block))
    ready.join()


def _blocks(items: Iterable[FoodItem]) -> Iterator[Block]:
    some: list[FoodItem] = []
    fault = None
    try:
        for item in items:
            some.append(item)
            if len(some) == BLOCK_ITEMS:
                yield Block.of(some)
                some = []
    except ReadFault as raised:
        fault = raised.fact
    yield Block.of(some, is_last=True, fault=fault)


def _write(ready: Queue[bytes]) -> None:
    try:
        while True:
            block = ready.get()
            _write_all(LENGTH.pack(len(block)) + block)
            ready.task_done()
    except OSError:
        os._exit(1)  # Nobody is there any more.


def _write_all(data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(_OUTPUT, rest) :]


@final
class _Line:
    """Asks for bytes; the answers come in the order they were asked for."""

    def __init__(self, other: socket.socket) -> None:
        self._other = other
        self._answers = other.makefile("rb")
        self._waiting = deque[_Distant]()
        self._opened = 0

    def names(self) -> tuple[bytes, ...]:
        """Hear the names of the files."""
        (length,) = LENGTH.unpack(self._exactly(LENGTH.size))
        return NAMES.decode(self._exactly(length))

    def opened(self, file: int) -> BinaryIO:
        """Open a file by its number; ReadFault where it cannot be."""
        stream = _Distant(self, self._opened)
        self._opened += 1
        self.ask(Ask.OPEN, stream, file)
        self.answer(stream)
        # Without a buffer of its own: it asks for as much as it is asked for.
        return io.BufferedReader(stream, 1)

    def ask(self, what: Ask, stream: _Distant, argument: int = 0) -> None:
        """Ask for something; an answer can be waited for later."""
        self._other.sendall(ASK.pack(what, stream.number, argument))
        if what is not Ask.CLOSE:
            self._waiting.append(stream)

    def answer(self, stream: _Distant) -> bytes:
        """Wait for what a stream asked for first; ReadFault where it was raised there."""
        while not stream.answers:
            is_fault, length = ANSWER.unpack(self._exactly(ANSWER.size))
            self._waiting.popleft().answers.append((is_fault, self._exactly(length)))
        is_fault, answer = stream.answers.popleft()
        if is_fault:
            raise ReadFault(FAULTS.decode(answer))
        return answer

    def _exactly(self, count: int) -> bytes:
        data = self._answers.read(count)
        if len(data) < count:
            os._exit(1)  # As above.
        return data


@final
class _Distant(io.RawIOBase):
    """A file the other process has open; the next pieces of it are asked for while one is read."""

    def __init__(self, line: _Line, number: int) -> None:
        self.number = number
        self.answers = deque[tuple[bool, bytes]]()
        self._line = line
        self._usual = 0
        self._asked = 0
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed asks for any buffer.
        """Read on."""
        if not self._rest:
            self._rest = memoryview(self._next(len(buffer)))
        taken = self._rest[: len(buffer)]
        buffer[: len(taken)] = taken
        self._rest = self._rest[len(taken) :]
        return len(taken)

    def _next(self, most: int) -> bytes:
        if not self._asked:
            self._ask(most)
        self._asked -= 1
        piece = self._line.answer(self)
        # Not after the first: of many a file no more than that is read.
        while self._usual and len(piece) == most and self._asked < PIECES_AHEAD:
            self._ask(self._usual)
        self._usual = self._usual or most
        return piece

    def _ask(self, most: int) -> None:
        self._asked += 1
        self._line.ask(Ask.READ, self, most)

    def close(self) -> None:
        """Let it be closed there too."""
        if not self.closed:
            self._line.ask(Ask.CLOSE, self)
        super().close()
