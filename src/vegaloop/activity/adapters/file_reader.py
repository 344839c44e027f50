"""The files devices write, read by the readers of this package."""

from __future__ import annotations

from typing import final

from vegaloop.activity.adapters.readers import read_activity_file
from vegaloop.activity.application.ports import FileReader
from vegaloop.activity.domain.activity_file import ActivityFile, CannotRead
from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.infrastructure.formats.gzip import unpacked
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Result, Success


@final
class DeviceFileReader(FileReader):
    """Reads FIT, GPX and TCX, plain or in gzip."""

    def unpack(self, data: bytes) -> Result[bytes, CannotRead]:
        """Take bytes out of their gzip, if they are in one."""
        try:
            content, _ = unpacked(data)
        except ReadFault as fault:
            return Failure(fault.fact)
        return Success(content)

    def read(self, data: bytes, home: Profile) -> Result[ActivityFile, CannotRead]:
        """Read a file, packed or not; whatever is wrong with it is in the failure."""
        return read_activity_file(data, home)
