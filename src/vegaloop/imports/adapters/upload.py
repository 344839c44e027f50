"""What is brought, on its way in: the body of a request, or the files of a form."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import BinaryIO, Final, TypeAlias, final

from litestar import Request
from litestar.datastructures import State, UploadFile
from litestar.enums import RequestEncodingType
from litestar.openapi.spec import OpenAPIMediaType, OpenAPIType, Operation, RequestBody, Schema
from msgspec import Struct

from vegaloop.imports.application.ports import Piece
from vegaloop.infrastructure.formats.streams import opened_anew
from vegaloop.infrastructure.problem import ProblemRaised, problem
from vegaloop.infrastructure.shape import ShapeFault

__all__ = ("NAME", "NAME_LONGEST", "Brought", "ImportOperation", "brought_of")

NAME_LONGEST: Final = 200
NAME: Final = r"^[^\x00-\x1f]*$"
_IN_MEMORY: Final = 4 * 2**20
_UNNAMED: Final = "upload"

_AnyRequest: TypeAlias = Request[object, object, State]


@final
class Brought(Struct, frozen=True):
    """The files of a request."""

    pieces: tuple[Piece, ...]

    def named(self, name: str | None) -> tuple[Piece, ...]:
        """The files, a single one of them by this name."""
        if name is None or len(self.pieces) != 1:
            return self.pieces
        return (Piece(name, self.pieces[0].size, self.pieces[0].open),)


async def brought_of(request: _AnyRequest) -> AsyncIterator[Brought]:
    """Take the files out of a request, and let go of them when it is answered."""
    with ExitStack() as open_files:
        if request.content_type[0] == RequestEncodingType.MULTI_PART:
            form = await request.form()
            files = [part for _, part in form.multi_items() if isinstance(part, UploadFile)]
            for part in files:
                open_files.callback(part.file.close)
            yield Brought(tuple(map(_piece_of, files)))
            return
        copy = open_files.enter_context(tempfile.SpooledTemporaryFile(_IN_MEMORY))
        async for received in request.stream():
            copy.write(received)
        yield Brought((Piece(_UNNAMED, copy.tell(), _opener(copy)),))


def _piece_of(part: UploadFile) -> Piece:
    name = part.filename
    if len(name) > NAME_LONGEST or min(name, default=" ") < " ":
        said = f"a file name has at most {NAME_LONGEST} characters, none of control"
        raise _misshapen(said)
    size = part.file.seek(0, 2)
    return Piece(name or _UNNAMED, size, _opener(part.file))


def _opener(file: tempfile.SpooledTemporaryFile[bytes]) -> Callable[[], BinaryIO]:
    return lambda: opened_anew(file)


def _misshapen(message: str) -> ProblemRaised:
    fault = ShapeFault("file", message)
    return problem("malformed", "The request has the wrong shape", 400, fault)


@dataclass
class ImportOperation(Operation):
    """Says in OpenAPI that the body is a file, or a form of files, which no annotation can."""

    def __post_init__(self) -> None:
        binary = Schema(content_media_type="application/octet-stream")
        many = Schema(type=OpenAPIType.ARRAY, items=binary)
        form = Schema(type=OpenAPIType.OBJECT, properties={"file": many}, required=["file"])
        content = {
            "application/octet-stream": OpenAPIMediaType(schema=binary),
            "multipart/form-data": OpenAPIMediaType(schema=form),
        }
        self.request_body = RequestBody(content, "An archive, or files of any kind.", required=True)
