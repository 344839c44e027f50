"""Damaged files, as a rule. The class quotes the rule it holds (docs/rules.md)."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.app.test_cli import a_run
from tests.support import CountedIds, PinnedClock, at_most, good
from vegaloop.activity import ImportFile
from vegaloop.activity.adapters.readers import read_activity_file
from vegaloop.app.services import vegaloop_in_memory
from vegaloop.kernel.formats import Note
from vegaloop.kernel.result import Failure, Success

WHOLE = a_run(2)


def remarks_of(data: bytes) -> tuple[Note, ...] | None:
    """What is kept of a file's oddities; None where the file was refused."""
    vega = vegaloop_in_memory(clock=PinnedClock(), ids=CountedIds())
    me = vega.accounts.owner()
    match vega.activity.import_file(me, ImportFile(data=data)):
        case Success(imported):
            (kept,) = imported.sessions
            assert good(vega.activity.activity(me, kept.session.id)).session == kept.session
            return kept.session.facts.remarks
        case Failure(_):
            return None


class TestAct26:
    """ACT-26. What was odd about a file is kept with every session of it, with the place in the file."""

    @settings(max_examples=at_most(40))
    @given(cut=st.integers(1, len(WHOLE) - 1))
    def test_a_cut_is_told_wherever_it_is(self, cut: int) -> None:
        kept = remarks_of(WHOLE[:cut])
        if kept is not None:
            odd = {note.what: note.at_byte for note in kept}
            assert "cut-off" in odd or "crc-wrong" in odd

    @settings(max_examples=at_most(40))
    @given(cut=st.integers(1, len(WHOLE) - 1))
    def test_nothing_the_reader_noted_is_lost(self, cut: int) -> None:
        kept = remarks_of(WHOLE[:cut])
        match read_activity_file(WHOLE[:cut]):
            case Success(file):
                assert kept is not None
                assert set(file.notes) <= set(kept)
            case Failure(_):
                assert kept is None

    def test_a_whole_file_has_none(self) -> None:
        assert remarks_of(WHOLE) == ()
