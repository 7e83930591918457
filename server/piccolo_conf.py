"""What Piccolo's own commands ask for: the engine, and the apps in the order they build on each other."""

from __future__ import annotations

from typing import Any

APPS = ("server.audit", "server.jobs", "server.accounts", "programs", "groups", "incentives")


def __getattr__(name: str) -> Any:
    """DB and APP_REGISTRY, made when asked for: serving a page needs no registry and none of its imports."""
    if name == "DB":
        from server.lib.db import engine

        return engine()
    if name == "APP_REGISTRY":
        from piccolo.conf.apps import AppRegistry

        return AppRegistry(apps=[f"{app}.piccolo_app" for app in APPS])
    raise AttributeError(name)
