"""A file on its way in: as the whole body of a request, or as the one file of a form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias, final

from litestar import Request
from litestar.datastructures import State, UploadFile
from litestar.enums import RequestEncodingType
from litestar.openapi.spec import OpenAPIMediaType, OpenAPIType, Operation, RequestBody, Schema
from msgspec import Struct

from vegaloop.infrastructure.problem import ProblemRaised, problem
from vegaloop.infrastructure.shape import ShapeFault

FILE_NAME_LONGEST: Final = 200
FILE_NAME: Final = r"^[^\x00-\x1f]*$"
_ONE_FILE: Final = "a form has exactly one file"
_BAD_NAME: Final = f"a file name has at most {FILE_NAME_LONGEST} characters, none of control"

_AnyRequest: TypeAlias = Request[object, object, State]


@final
class Upload(Struct, frozen=True):
    """The bytes of a file, and its name if the form gave one."""

    data: bytes
    file_name: str | None = None


async def upload_of(request: _AnyRequest) -> Upload:
    """Take the file out of a request, or raise the problem of a form without exactly one."""
    if request.content_type[0] != RequestEncodingType.MULTI_PART:
        return Upload(await request.body())
    form = await request.form()
    try:
        files = [part for _, part in form.multi_items() if isinstance(part, UploadFile)]
        if len(files) != 1:
            raise _misshapen(_ONE_FILE)
        return Upload(await files[0].read(), _name_of(files[0]))
    finally:
        await form.close()


def _name_of(file: UploadFile) -> str:
    if len(file.filename) > FILE_NAME_LONGEST or min(file.filename, default=" ") < " ":
        raise _misshapen(_BAD_NAME)
    return file.filename


def _misshapen(message: str) -> ProblemRaised:
    fault = ShapeFault("file", message)
    return problem("malformed", "The request has the wrong shape", 400, fault)


@dataclass
class FileOperation(Operation):
    """Says in OpenAPI that the body is a file, or a form with one, which no annotation can."""

    def __post_init__(self) -> None:
        binary = Schema(content_media_type="application/octet-stream")
        form = Schema(type=OpenAPIType.OBJECT, properties={"file": binary}, required=["file"])
        content = {
            "application/octet-stream": OpenAPIMediaType(schema=binary),
            "multipart/form-data": OpenAPIMediaType(schema=form),
        }
        self.request_body = RequestBody(content, "A FIT, GPX or TCX file.", required=True)
