"""The API against what a program makes up from its own description: refusals, never a fault of ours."""

from __future__ import annotations

import json
import random
import re
import warnings
from functools import cache
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings

from tests.access.asking import filled, places
from tests.access.walls import Walls, walls
from tests.visitor import Visitor

__all__ = ["walls"]

SCHEMA = "/api/openapi.json"
SEED = 20261121
CHINESE = re.compile(r"[\u4e00-\u9fff]")
# These end the session with which everything else is asked.
LEFT_OUT = re.compile(r"/sign-out|/account/devices/|/account/password")


async def _schema(visitor: Visitor) -> str:
    answer = await visitor.get(SCHEMA)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    assert {path.split("/")[1] for path in found["paths"]} == {"api"}, "pages are for people"
    return answer.text


@cache
def _made_up(description: str) -> list[Any]:
    """Twelve cases for each operation, the same in each run, that fit the description, and twelve that do not.

    Once for all who ask: to make them up takes much longer than to ask them.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import schemathesis  # for half a second, which no other test has to wait
        from schemathesis import GenerationMode

    schema, cases = schemathesis.openapi.from_dict(json.loads(description)), []
    for found in schema.get_all_operations():
        operation = found.ok()
        if LEFT_OUT.search(operation.path):
            continue
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            try:
                strategy = operation.as_strategy(generation_mode=mode)
                cases += _drawn(strategy, 12)
            except schemathesis.errors.InvalidSchema:
                raise
            except Exception as error:  # an operation without anything to get wrong has no negative cases
                if mode is GenerationMode.POSITIVE:
                    raise AssertionError(operation.label) from error
    return cases


def _drawn(strategy: Any, examples: int) -> list[Any]:
    cases: list[Any] = []

    @seed(SEED)
    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet,
    )
    @given(strategy)
    def draw(case: Any) -> None:
        cases.append(case)

    draw()
    return cases


async def _send(visitor: Visitor, case: Any, own: dict[str, Any], chance: random.Random) -> httpx.Response:
    """The case at an address of the asker's own as often as at a made-up one."""
    url = filled(case.path, own) if chance.random() < 0.7 else None
    from schemathesis.core import NotSet

    body = None if isinstance(case.body, NotSet) else case.body
    content = (
        body
        if isinstance(body, bytes)
        else json.dumps(body, default=str).encode()
        if body is not None
        else b""
    )
    headers = {"x-csrf-token": visitor._csrf(), "content-type": case.media_type or "application/json"}
    query = case.query if isinstance(case.query, dict) else None
    return await visitor.http.request(
        case.method.upper(), url or case.formatted_path, content=content, params=query, headers=headers
    )


def _fault(answer: httpx.Response) -> str | None:
    said = f"{answer.request.method} {answer.request.url} {answer.request.content[:200]!r} → {answer.status_code}"
    if answer.status_code >= 500:
        return f"{said}: {answer.text[:200]}"
    if answer.status_code >= 400:
        if answer.headers.get("content-type") != "application/problem+json":
            return f"{said}: {answer.headers.get('content-type')}"
        if not CHINESE.search(answer.json()["title"]):
            return f"{said}: {answer.text[:200]}"
    return None


async def _tried(walls: Walls, who: str, one_in: int) -> int:
    visitor, chance = Visitor(who), random.Random(SEED)
    own = walls.reach[who] | places(walls.cast.ours)
    faults, asked = [], 0
    for case in _made_up(await _schema(visitor))[::one_in]:
        answer = await _send(visitor, case, own, chance)
        asked += 1
        if fault := _fault(answer):
            faults.append(fault)
    assert not faults, "\n".join(faults)
    return asked


@pytest.mark.matrix
@pytest.mark.parametrize("who", ["lin", "chen", "zhao", "wu", "qian"])
async def test_many_made_up_calls(walls: Walls, who: str) -> None:
    assert await _tried(walls, who, 1 if who == "lin" else 4) > 100
