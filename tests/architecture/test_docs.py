"""What README and CONTRIBUTING name exists, and what can be set stands in README."""

from __future__ import annotations

import re

import pytest

from server import cli
from server.demo.place import ACCOUNTS
from tests.access.bodies import litestar
from tests.architecture.source import ROOT, modules

DOCS = ("README.md", "CONTRIBUTING.md")
README = (ROOT / "README.md").read_text(encoding="utf-8")
# Made where Linli runs, or named in place of many.
NOT_KEPT = {".venv/bin", "linli-data", "Asia/Shanghai", "exports.py"}


def _named(doc: str) -> list[str]:
    """What stands in backticks."""
    return re.findall(r"`([^`\n]+)`", (ROOT / doc).read_text(encoding="utf-8"))


def _commands() -> set[str]:
    parser = cli._parser()
    return {name for action in parser._subparsers._group_actions for name in action.choices}  # type: ignore[union-attr]


def _settings() -> set[str]:
    text = (ROOT / "server/lib/settings.py").read_text(encoding="utf-8")
    return set(re.findall(r'environ\.get\("(LINLI_\w+)"', text))


@pytest.mark.parametrize("doc", DOCS)
def test_paths_exist(doc: str) -> None:
    for name in _named(doc):
        looks_like_one = re.fullmatch(r"[\w.-]+(/[\w.*-]+)*/?", name) and (
            "/" in name or name.endswith((".py", ".md"))
        )
        if looks_like_one and name not in NOT_KEPT and not name.startswith("server/*"):
            found = [*ROOT.glob(name.rstrip("/"))] or [*ROOT.glob(f"*/*/{name}")]
            assert found, f"{doc} names {name}"


@pytest.mark.parametrize("doc", DOCS)
def test_pages_exist(doc: str) -> None:
    real = {re.sub(r"{\w+}", "<>", route.path_format) for route in litestar().routes}
    for name in _named(doc):
        if name.startswith("/"):
            page = re.sub(r"<\w+>", "<>", name).rstrip("/") or "/"
            assert page in real, f"{doc} names {name}"


@pytest.mark.parametrize("doc", DOCS)
def test_commands_exist(doc: str) -> None:
    text = (ROOT / doc).read_text(encoding="utf-8")
    named = set(re.findall(r"(?:`|run |run --no-dev |^ {4}|\d )linli ([a-z]+)", text, re.MULTILINE))
    assert named <= _commands()


def test_every_command_is_in_the_readme() -> None:
    assert _commands() <= set(re.findall(r"`linli ([a-z]+)`", README))


def test_settings_are_those_of_the_readme() -> None:
    assert set(re.findall(r"LINLI_\w+", README)) == _settings()
    asked = {
        name for module in modules() for name in re.findall(r"environ\w*\.get\(\"(LINLI_\w+)\"", module.text)
    }
    assert asked == _settings(), "settings are read in server/lib/settings.py only"


def test_accounts_of_the_demo_are_those_of_the_readme() -> None:
    told = set(re.findall(r"^\| ((?:`[a-z]+[0-9]?` ?)+)\|", README, re.MULTILINE))
    assert {name for line in told for name in re.findall(r"`(\w+)`", line)} == set(
        re.findall(r"\w+", ACCOUNTS)
    )


def test_the_changelog_speaks_of_what_is_not_yet_released() -> None:
    assert "## Unreleased" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
