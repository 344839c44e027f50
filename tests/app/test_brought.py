"""What somebody names to bring: every file of it, and what is none with the reason."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from vegaloop.app.console.brought import pieces_of
from vegaloop.imports import NotAFile, Piece, Unreadable

needs_rights = pytest.mark.skipif(os.geteuid() == 0, reason="whoever runs this may read everything")


def faults(pieces: list[Piece]) -> dict[str, object]:
    return {piece.name: piece.fault for piece in pieces}


class TestPieces:
    def test_what_is_no_file_is_told_and_the_rest_is_there(self, tmp_path: Path) -> None:
        (tmp_path / "below" / "deeper").mkdir(parents=True)
        (tmp_path / "below" / "a.gpx").write_bytes(b"abc")
        (tmp_path / "linked").symlink_to(tmp_path / "below")
        (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
        (tmp_path / "same").symlink_to(tmp_path / "below" / "a.gpx")
        os.mkfifo(tmp_path / "pipe")
        found = pieces_of([tmp_path])
        link = NotAFile("link")
        assert faults(found) == {
            "below/a.gpx": None,
            "gone": link,
            "linked": link,
            "pipe": NotAFile("pipe"),
            "same": link,
        }
        assert [piece.size for piece in found] == [3, 0, 0, 0, 0]

    def test_named_itself(self, tmp_path: Path) -> None:
        (tmp_path / "a.gpx").write_bytes(b"abc")
        (tmp_path / "same").symlink_to(tmp_path / "a.gpx")
        found = pieces_of([tmp_path / "same", Path("/dev/zero")])
        assert faults(found) == {"zero": NotAFile("device"), "same": None}
        assert {piece.name: piece.size for piece in found} == {"zero": 0, "same": 3}

    @needs_rights
    def test_what_may_not_be_read(self, tmp_path: Path) -> None:
        (tmp_path / "a.gpx").write_bytes(b"abc")
        (tmp_path / "secret.gpx").write_bytes(b"abc")
        (tmp_path / "closed").mkdir()
        for name in ("secret.gpx", "closed"):
            (tmp_path / name).chmod(0)
        found = faults(pieces_of([tmp_path]))
        (tmp_path / "closed").chmod(0o700)
        denied = Unreadable("permission denied")
        assert found == {"a.gpx": None, "closed": denied, "secret.gpx": denied}

    def test_a_file_named_twice_is_brought_once(self, tmp_path: Path) -> None:
        (tmp_path / "a.gpx").write_bytes(b"abc")
        assert len(pieces_of([tmp_path, tmp_path / "a.gpx"])) == 1
