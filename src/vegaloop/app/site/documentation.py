"""The description of the API, made true where its generator cannot know the code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias, final

import msgspec
from litestar import Request
from litestar.datastructures import State
from litestar.openapi.plugins import JsonRenderPlugin, SwaggerRenderPlugin

Schema: TypeAlias = dict[str, object]
AnyRequest: TypeAlias = Request[object, object, State]


@final
class TrueJson(JsonRenderPlugin):
    """The description for machines."""

    def render(self, request: AnyRequest, openapi_schema: Schema) -> bytes:
        """Render it."""
        return super().render(request, refined(openapi_schema))


@final
class TrueSwagger(SwaggerRenderPlugin):
    """The description for people."""

    def render(self, request: AnyRequest, openapi_schema: Schema) -> bytes:
        """Render it."""
        return super().render(request, refined(openapi_schema))


def refined(document: Schema) -> Schema:
    """Say where unknown fields are refused, and drop alternatives that say nothing."""
    whole = _without_empty_alternatives(document)
    closed = {kind.__name__ for kind in _closed_structs(msgspec.Struct)}
    components = whole.get("components") if isinstance(whole, dict) else None
    schemas = components.get("schemas") if isinstance(components, dict) else None
    for name, schema in schemas.items() if isinstance(schemas, dict) else ():
        if name in closed and isinstance(schema, dict):
            schema["additionalProperties"] = False
    return whole if isinstance(whole, dict) else {}


def _closed_structs(kind: type[msgspec.Struct]) -> Iterator[type[msgspec.Struct]]:
    for below in kind.__subclasses__():
        if below.__struct_config__.forbid_unknown_fields:
            yield below
        yield from _closed_structs(below)


def _without_empty_alternatives(part: object) -> object:
    match part:
        case {"oneOf": list(options), **rest}:
            told = [option for option in options if option]
            one = {"oneOf": told} if len(told) != 1 else told[0]
            return {
                name: _without_empty_alternatives(value) for name, value in (one | rest).items()
            }
        case dict():
            return {name: _without_empty_alternatives(value) for name, value in part.items()}
        case list() | tuple():
            return [_without_empty_alternatives(item) for item in part]
        case _:
            return part
