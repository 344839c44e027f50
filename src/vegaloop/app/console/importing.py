"""Bringing files and folders in: a bar while it works, a receipt of every item when it is done."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal, TypeAlias, final

from msgspec import Struct

from vegaloop.activity import CannotImport, Imported, ImportFile, Remark
from vegaloop.app.console.opening import opened
from vegaloop.app.console.terminal import Exit, facts_of, fail, print_json, say
from vegaloop.app.services import VegaLoop
from vegaloop.kernel.identity import PersonId, SourceId
from vegaloop.kernel.result import Failure, Success

_SOURCE = SourceId("import")
_FILE_BYTES_MAX = 64 * 1024 * 1024

_DAMAGE = frozenset(
    (Remark.CUT_OFF, Remark.CRC_WRONG, Remark.HEADER_CRC_WRONG, Remark.TRAILING_BYTES)
)

Fate: TypeAlias = Literal["kept", "already known", "refused"]


@final
class Unreadable(Struct, frozen=True, tag="unreadable"):
    """A file the operating system does not give."""

    why: str


@final
class TooLargeToRead(Struct, frozen=True, tag="file-too-large"):
    """A file larger than any activity."""

    given_bytes: int
    most_bytes: int


Reason: TypeAlias = CannotImport | Unreadable | TooLargeToRead


@final
class Item(Struct, frozen=True, omit_defaults=True):
    """What became of one file."""

    file: str
    fate: Fate
    activities: tuple[str, ...] = ()
    possible_duplicates: int = 0
    remarks: tuple[Remark, ...] = ()
    reason: Reason | None = None


@final
class ImportReceipt(Struct, frozen=True):
    """What became of all of them."""

    kept: int
    already_known: int
    refused: int
    items: tuple[Item, ...]


def import_paths(paths: Iterable[Path], *, as_json: bool) -> None:
    """Import files and folders; end with `REFUSED` where any was refused."""
    files = sorted({file for path in paths for file in _files_below(path)})
    with opened() as (vega, owner):
        shown = files if as_json else _with_bar(files)
        receipt = _receipt(_import(vega, owner, file) for file in shown)
    if as_json:
        print_json(receipt)
    else:
        _print_receipt(receipt)
    if receipt.refused:
        raise SystemExit(Exit.REFUSED)


def _files_below(path: Path) -> Iterator[Path]:
    if not path.exists():
        fail(f"{path}: there is no such file or folder", Exit.USAGE)
    if path.is_dir():
        yield from (file for file in path.rglob("*") if file.is_file() and not file.is_symlink())
    else:
        yield path


def _import(vega: VegaLoop, owner: PersonId, path: Path) -> Item:
    try:
        size = path.stat().st_size
        if size > _FILE_BYTES_MAX:
            return Item(str(path), "refused", reason=TooLargeToRead(size, _FILE_BYTES_MAX))
        data = path.read_bytes()
    except OSError as error:
        return Item(str(path), "refused", reason=Unreadable(error.strerror or "unknown"))
    command = ImportFile(data=data, source=_SOURCE, file_name=path.name)
    match vega.activity.import_file(owner, command):
        case Success(imported):
            return Item(
                str(path),
                "already known" if imported.already_known else "kept",
                tuple(str(one.session.id) for one in imported.sessions),
                sum(one.possible_duplicate_of is not None for one in imported.sessions),
                _remarks(imported),
            )
        case Failure(reason):
            return Item(str(path), "refused", reason=reason)


def _remarks(imported: Imported) -> tuple[Remark, ...]:
    said = (note.what for one in imported.sessions for note in one.session.facts.remarks)
    return tuple(dict.fromkeys(said))


def _receipt(items: Iterable[Item]) -> ImportReceipt:
    done = tuple(items)
    fates = [item.fate for item in done]
    return ImportReceipt(
        fates.count("kept"), fates.count("already known"), fates.count("refused"), done
    )


def _with_bar(files: list[Path]) -> Iterator[Path]:
    from rich.console import Console
    from rich.progress import track

    yield from track(files, description="Importing", console=Console(file=sys.stderr))


def _print_receipt(receipt: ImportReceipt) -> None:
    for item in receipt.items:
        if item.reason is not None:
            say(f"refused        {item.file}\n               {facts_of(item.reason)}")
            continue
        said = ["may be there already, from elsewhere"] * bool(item.possible_duplicates)
        if item.remarks and item.fate == "kept":
            how = "odd" if _DAMAGE.isdisjoint(item.remarks) else "damaged"
            said.append(f"kept, {how}: {', '.join(item.remarks)}")
        if said:
            say("\n               ".join((f"kept           {item.file}", *said)))
    say(f"{receipt.kept} kept, {receipt.already_known} already known, {receipt.refused} refused")
