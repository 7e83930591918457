"""Settings, read once from the environment. README lists each of them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

DEFAULT_SECRET = "linli-demo-secret-not-for-production"
# Of every account of the demo, which listens on loopback only and says so.
DEMO_PASSWORD = "linli-demo"


class BadSetting(ValueError):
    """A setting that cannot be used; the text says which one, and what it may be."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Everything an installation may choose."""

    data_dir: Path
    database_url: str
    replica_urls: tuple[str, ...] = ()
    secret_key: str = DEFAULT_SECRET
    host: str = "127.0.0.1"
    port: int = 8300
    workers: int = 1
    timezone: str = "Asia/Shanghai"
    public_url: str = ""
    trusted_proxies: str = ""
    demo: bool = False
    icp_no: str = ""
    police_no: str = ""

    @property
    def secure(self) -> bool:
        """Whether people reach Linli by https, so that cookies may insist on it."""
        return self.public_url.startswith("https://")

    def unsafe(self) -> str | None:
        """Why this installation must not start, or None."""
        if self.demo:
            return (
                None
                if self.host in {"127.0.0.1", "localhost", "::1"}
                else "the demo listens on loopback only"
            )
        if self.secret_key == DEFAULT_SECRET or len(self.secret_key) < 32:
            return "set LINLI_SECRET_KEY to at least 32 random characters"
        return None


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Settings from `LINLI_*` variables; an unset or empty variable takes its default. Raises BadSetting."""
    data_dir = Path(environ.get("LINLI_DATA_DIR", "linli-data")).expanduser().resolve()
    replicas = environ.get("LINLI_REPLICA_URLS", "")
    return Settings(
        data_dir=data_dir,
        database_url=environ.get("LINLI_DATABASE_URL") or f"sqlite:///{data_dir / 'linli.sqlite'}",
        replica_urls=tuple(url for url in (part.strip() for part in replicas.split(",")) if url),
        secret_key=environ.get("LINLI_SECRET_KEY", DEFAULT_SECRET),
        host=environ.get("LINLI_HOST", "127.0.0.1"),
        port=_whole("LINLI_PORT", environ.get("LINLI_PORT", ""), 8300, largest=65_535),
        workers=_whole("LINLI_WORKERS", environ.get("LINLI_WORKERS", ""), 1, largest=64),
        timezone=_zone(environ.get("LINLI_TIMEZONE") or "Asia/Shanghai"),
        public_url=environ.get("LINLI_PUBLIC_URL", "").rstrip("/"),
        trusted_proxies=environ.get("LINLI_TRUSTED_PROXIES", ""),
        demo=environ.get("LINLI_DEMO", "") == "1",
        icp_no=environ.get("LINLI_ICP_NO", ""),
        police_no=environ.get("LINLI_POLICE_NO", ""),
    )


def _whole(name: str, typed: str, default: int, *, largest: int) -> int:
    text = typed.strip()
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= largest):
        raise BadSetting(f"{name} must be a whole number from 1 to {largest}, not {text!r}")
    return int(text)


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        raise BadSetting(
            f"LINLI_TIMEZONE must name a time zone, such as Asia/Shanghai, not {name!r}"
        ) from None
    return name


@cache
def settings() -> Settings:
    """The settings of this process. Tests that change the environment call `settings.cache_clear()`."""
    return read_settings(os.environ)
