"""What the environment decides."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, final

import msgspec


def _variable(name: str) -> str:
    return f"VEGALOOP_{name.upper()}"


@final
class Settings(msgspec.Struct, frozen=True, rename=_variable):
    """What the environment decides; every field is read from `VEGALOOP_<NAME>`."""

    database_url: Annotated[
        str, msgspec.Meta(pattern=r"^(sqlite:///[^?]+|postgresql\+psycopg://.+)$")
    ] = "sqlite:///vegaloop.db"
    host: str = "127.0.0.1"
    port: Annotated[int, msgspec.Meta(ge=1, le=65_535)] = 3000
    log_json: bool = False
    lanes: Annotated[int, msgspec.Meta(ge=0, le=64)] = 4
    public_url: Annotated[str, msgspec.Meta(pattern=r"^https?://[^/?#]+$")] | None = None
    sync_keys: str | None = None
    polar_signature_key: str = ""
    google_health_keyset: str = ""
    vendors_at: Annotated[str, msgspec.Meta(pattern=r"^http://127\.0\.0\.1:\d+$")] | None = None

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Settings:
        """Read settings, or raise `msgspec.ValidationError` with the variable that is wrong."""
        return msgspec.convert(dict(environment), cls, strict=False)

    @property
    def address(self) -> str:
        """Where people and vendors reach the server."""
        return self.public_url or f"http://{self.host}:{self.port}"

    @property
    def database_file(self) -> Path | None:
        """The file of the embedded database, if it is the embedded one."""
        scheme, _, path = self.database_url.partition(":///")
        return Path(path) if scheme == "sqlite" and path else None
