"""The worker's own process is begun again, whatever stood in the way of beginning it."""

from __future__ import annotations

import errno
import subprocess
import sys
import threading

import pytest

from tests.support import SilentJournal
from vegaloop.app import worker_process


def test_it_is_begun_again_where_it_could_not_be(monkeypatch: pytest.MonkeyPatch) -> None:
    journal, begun, tries = SilentJournal(), threading.Event(), list[int]()

    def begin() -> subprocess.Popen[bytes]:
        tries.append(1)
        if len(tries) < 3:
            raise OSError(errno.ENOMEM, "no memory")
        begun.set()
        waiting = (sys.executable, "-c", "input()")
        return subprocess.Popen(waiting, stdin=subprocess.PIPE)

    monkeypatch.setattr(worker_process, "_begun", begin)
    monkeypatch.setattr(worker_process, "_AGAIN_S", (0.01,))
    stop = worker_process.start_worker_process(journal)
    assert begun.wait(10)
    stop()
    told = ("worker.not-begun", {"kind": "OSError", "number": errno.ENOMEM})
    assert journal.lines == [told, told]
    assert not [one for one in threading.enumerate() if one.name == "worker-watch"]
