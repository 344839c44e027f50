"""Everything that is wrong with the shape of a body, not only the first thing."""

from __future__ import annotations

import datetime as dt
import enum
import json
import types
import typing
from collections.abc import Iterator, Mapping
from typing import Final, final

import msgspec

_ANYWHERE: Final = "body"
_TIME: Final = "is a time with its offset, as 2026-03-28T07:30:00+01:00"
_TOLD_MOST: Final = 100
_PATTERN: Final = " matching regex "
_ASKED_FOR: Final = {
    repr(r"^[^\x00]*$"): "is a text without NUL",
    repr(r"^[^\x00-\x1f]*$"): "is a text without control characters",
}


@final
class ShapeFault(msgspec.Struct, frozen=True, tag="shape"):
    """A place in a body, and what it should be."""

    field: str
    message: str


def faults_of(given: object, wanted: object) -> tuple[ShapeFault, ...]:
    """Tell everything that is wrong with a decoded JSON value, beside the type it should have."""
    try:
        msgspec.convert(given, wanted)
    except msgspec.ValidationError:
        return tuple(_faults(given, wanted, ""))
    return ()


def _faults(given: object, wanted: object, path: str) -> Iterator[ShapeFault]:
    struct, item = _struct_in(given, wanted), _item_in(wanted)
    tagged, value = _tagged_in(wanted), _value_in(wanted)
    if struct is not None and isinstance(given, dict):
        yield from _faults_of_object(given, struct, path)
    elif tagged and isinstance(given, dict):
        yield _fault_of_tag(given, tagged, path)
    elif value is not None and isinstance(given, dict):
        yield from _faults_of_map(given, wanted, value, path)
    elif item is not None and isinstance(given, list):
        for index, value in enumerate(given):
            yield from _faults(value, item, f"{path or _ANYWHERE}[{index}]")
        yield from _faults_of_length(given, wanted, path)
    else:
        yield from _faults_of_value(given, wanted, path)


def _faults_of_object(
    given: dict[object, object], struct: type[msgspec.Struct], path: str
) -> Iterator[ShapeFault]:
    fields = {field.encode_name: field for field in msgspec.structs.fields(struct)}
    tag = struct.__struct_config__.tag_field
    for name in sorted(str(key) for key in given if key not in fields and key != tag):
        if struct.__struct_config__.forbid_unknown_fields:
            known = ", ".join(fields)
            yield ShapeFault(_at(path, name), f"is not a field here; known fields: {known}")
    for name, field in fields.items():
        if name in given:
            yield from _faults(given[name], field.type, _at(path, name))
        elif field.required:
            yield ShapeFault(_at(path, name), "is required")


def _fault_of_tag(
    given: dict[object, object], tagged: tuple[type[msgspec.Struct], ...], path: str
) -> ShapeFault:
    configs = [struct.__struct_config__ for struct in tagged]
    field = str(configs[0].tag_field)
    wrong = "is none of the known words" if field in given else "is required"
    known = f"; known words: {', '.join(str(config.tag) for config in configs)}"
    return ShapeFault(_at(path, field), wrong + known + _told(given.get(field)))


def _faults_of_map(
    given: dict[object, object], wanted: object, value: object, path: str
) -> Iterator[ShapeFault]:
    found = [
        fault for key, one in given.items() for fault in _faults(one, value, _at(path, f"{key}"))
    ]
    yield from found or _faults_of_value(given, wanted, path)


def _faults_of_length(given: list[object], wanted: object, path: str) -> Iterator[ShapeFault]:
    for part in typing.get_args(wanted):
        if isinstance(part, msgspec.Meta):
            if part.max_length is not None and len(given) > part.max_length:
                yield ShapeFault(
                    path or _ANYWHERE, f"has {len(given)} items, at most {part.max_length}"
                )
            if part.min_length is not None and len(given) < part.min_length:
                yield ShapeFault(
                    path or _ANYWHERE, f"has {len(given)} items, at least {part.min_length}"
                )


def _faults_of_value(given: object, wanted: object, path: str) -> Iterator[ShapeFault]:
    try:
        msgspec.convert(given, wanted)
    except msgspec.ValidationError as error:
        message, _, _ = str(error).partition(" - at `")
        fits = (
            _TIME if dt.datetime in options_of(wanted) else in_words(message) + known_words(wanted)
        )
        # What has to look like something may be an address with a secret in it.
        told = "" if _PATTERN in message else _told(given)
        yield ShapeFault(path or _ANYWHERE, fits + told)


def _told(given: object) -> str:
    """Repeat what was given, if it is one short thing."""
    if not isinstance(given, str | int | float):
        return ""
    return f"; given: {given if isinstance(given, str) else json.dumps(given)}"[:_TOLD_MOST]


def in_words(message: str, described: str | None = None) -> str:
    """Say what a pattern asks for: people read none."""
    _, is_pattern, pattern = message.partition(_PATTERN)
    return _ASKED_FOR.get(pattern, described or message) if is_pattern else message


def known_words(wanted: object) -> str:
    """Tell the words an enumeration has, for the end of a message; nothing of any other type."""
    words = [
        str(member.value)
        for option in options_of(_item_in(wanted) or wanted)
        if isinstance(option, type) and issubclass(option, enum.Enum)
        for member in option
    ]
    return f"; known words: {', '.join(words)}" if words else ""


def _at(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def options_of(wanted: object) -> tuple[object, ...]:
    """The type without its annotations, and without None."""
    origin = typing.get_origin(wanted)
    if origin is typing.Annotated:
        return options_of(typing.get_args(wanted)[0])
    if origin in (typing.Union, types.UnionType):
        return tuple(one for arg in typing.get_args(wanted) for one in options_of(arg))
    return () if wanted is type(None) else (wanted,)


def _struct_in(given: object, wanted: object) -> type[msgspec.Struct] | None:
    """The only struct that is wanted, or that of several whose tag is given."""
    found = [o for o in options_of(wanted) if isinstance(o, type) and issubclass(o, msgspec.Struct)]
    if len(found) > 1 and isinstance(given, dict):
        found = [struct for struct in found if _is_tagged(given, struct)]
    return found[0] if len(found) == 1 else None


def _is_tagged(given: dict[object, object], struct: type[msgspec.Struct]) -> bool:
    config = struct.__struct_config__
    return config.tag_field is not None and given.get(config.tag_field) == config.tag


def _tagged_in(wanted: object) -> tuple[type[msgspec.Struct], ...]:
    found = [o for o in options_of(wanted) if isinstance(o, type) and issubclass(o, msgspec.Struct)]
    return tuple(one for one in found if one.__struct_config__.tag_field) if len(found) > 1 else ()


def _value_in(wanted: object) -> object | None:
    for option in options_of(wanted):
        if typing.get_origin(option) in (dict, Mapping):
            items: tuple[object, ...] = typing.get_args(option)
            return items[1]
    return None


def _item_in(wanted: object) -> object | None:
    for option in options_of(wanted):
        if typing.get_origin(option) in (tuple, list):
            items: tuple[object, ...] = typing.get_args(option)
            return items[0]
    return None
