"""What a password costs: the tests sign in with cheaper ones (tests/conftest.py), people with these."""

from __future__ import annotations

import importlib.util
from types import ModuleType

import pytest
from argon2 import Type

from server.accounts import hashing


@pytest.fixture(scope="module")
def real() -> ModuleType:
    """The module as it is, without what the tests have made cheap in it."""
    spec = importlib.util.find_spec(hashing.__name__)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_it_is_argon2id_with_the_least_that_owasp_asks(real: ModuleType) -> None:
    hasher = real._hasher
    assert (hasher.type, hasher.memory_cost, hasher.time_cost, hasher.parallelism) == (
        Type.ID,
        19 * 1024,
        2,
        1,
    )


def test_the_hash_of_nobody_costs_as_much_as_any(real: ModuleType) -> None:
    assert not real.outdated(real._NOBODY)


async def test_a_password_is_known_again_and_no_other(real: ModuleType) -> None:
    stored = await real.hash_password("tile-harbour-91-owl")
    assert await real.verify_password(stored, "tile-harbour-91-owl")
    assert not await real.verify_password(stored, "tile-harbour-91-owk")
    assert not await real.verify_password(None, "nobody")
    assert not real.outdated(stored)
    assert real.outdated(hashing._NOBODY), "the tests' own are cheaper"
