"""A data point on its way: its body, and what its header says of where it comes from."""

from __future__ import annotations

from typing import Final, final

from vegaloop.imports.adapters.readers.common.making import Maker, source_of
from vegaloop.imports.adapters.readers.common.measures import Span
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.unplaced import spoken
from vegaloop.imports.adapters.readers.common.when import BadTime
from vegaloop.imports.adapters.readers.open_mhealth.frames import span_of
from vegaloop.imports.adapters.readers.open_mhealth.schemas import FRAME, SchemaId
from vegaloop.imports.domain.found import Found, Misshapen, NotTaken, Place
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Result

__all__ = ("Point",)

VENDOR: Final = "open_mhealth"
_SAID: Final = ("descriptive_statistic_denominator", "statistic_window")


@final
class Point:
    """A body that is as its schema asks."""

    def __init__(self, place: Place, schema: SchemaId, body: object, header: Fields) -> None:
        provenance = header.within("acquisition_provenance")
        self.place = place
        self.name = schema.name
        self.body = Fields(body)
        self.fields = frozenset(map(str, body)) if isinstance(body, dict) else frozenset()
        self.maker = Maker(source_of(VENDOR, provenance.text("source_name")))
        self.external_id = provenance.text("source_data_point_id") or header.text("id", "uuid")

    @property
    def has_time(self) -> bool:
        """Whether anything says when it was."""
        return bool(self.body.within(FRAME))

    def span(self, profile: Profile) -> Result[Span, BadTime]:
        """When it was."""
        return span_of(self.body.within(FRAME), profile)

    @property
    def statistic(self) -> str:
        """What it is of many values, in words; empty where it is one of them."""
        statistic, per = self.body.text("descriptive_statistic"), self.body.text(*_SAID)
        return f"{statistic} per {per}" if per else statistic

    def no_room(self, why: str = "") -> NotTaken:
        """Say that there is no room for it, as it is."""
        return self.maker.unsupported(self.place, f"{spoken(self.name)} {why}".strip())

    def not_taken(self, reason: Misshapen | BadTime) -> Found:
        """Say what is wrong with it."""
        return NotTaken(self.place, self.name, reason)
