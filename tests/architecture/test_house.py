"""Each file holds what its name says, and nothing that the house forbids."""

from __future__ import annotations

import ast
import fnmatch
import re
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGES, ROOT, Module, modules

# What a kind of file in a room never imports, and why the exceptions may.
FORBIDDEN = {
    "rules": r"piccolo|litestar|httpx|server\.(web|audit|jobs)|server\.lib\.(clock|settings|db|i18n)|.*\.tables\b",
    "policy": r"piccolo|litestar|httpx|server\.(web|audit|jobs)|server\.lib\.(clock|settings|db|i18n)|.*\.tables\b",
    "tables": r"litestar|server\.(web|audit|jobs)|server\.lib\.(clock|settings|db|i18n)",
    "schemas": r"piccolo|litestar|.*\.tables\b|.*\.rules\b|.*\.actions\b|.*\.queries\b",
    "actions": r"litestar|httpx|server\.(web|outbound)|.*\.pages\b|.*\.api\b",
    "queries": r"litestar|httpx|server\.web\.(?!paging|search)|.*\.actions\b|.*\.pages\b|.*\.api\b",
    "pages": r"server\.lib\.db|piccolo",
    "api": r"server\.lib\.db|piccolo",
}
WRITERS = (
    "*actions.py",
    "programs/method/ledger.py",
    "groups/activities/rows.py",  # what the actions of activities share
    "programs/visits/door_rows.py",  # what the actions of doors and rounds share
    "server/intake/photo.py",  # a picture, into memory
    "server/accounts/entrance.py",
    "server/accounts/invitations.py",
    "server/accounts/throttle.py",
    "server/jobs/*.py",
    "server/lib/*.py",
    "server/web/sessions.py",  # that a session was used
    "server/web/health.py",  # whether a write is possible
    "server/backup.py",
    "server/erased.py",  # the log of an erasure
    "server/person_keys.py",
    "server/migrations.py",
    "server/demo/place.py",
)
MARKUP = ("server/web/charts.py", "server/web/drawing.py", "server/web/csrf.py", "server/web/pages.py")
PRINTERS = ("server/cli.py", "server/accounts/commands.py", "server/demo/*.py")


def _among(module: Module, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch.fnmatch(module.path, pattern) for pattern in patterns)


@pytest.mark.parametrize(
    "module", [m for m in modules() if m.in_room and m.kind in FORBIDDEN], ids=lambda m: m.path
)
def test_a_file_imports_only_what_its_kind_may(module: Module) -> None:
    wrong = {name for name in module.imports() if re.match(FORBIDDEN[module.kind], name)}
    assert not wrong


def test_tables_and_rules_wait_for_nothing() -> None:
    for module in modules():
        if module.kind in {"tables", "rules", "policy"}:
            waits = [
                node for node in ast.walk(module.tree) if isinstance(node, ast.AsyncFunctionDef | ast.Await)
            ]
            assert not waits, module.path


def test_routes_are_answered_in_pages_and_api_only() -> None:
    for module in modules():
        if module.in_room and module.kind not in {"pages", "api"}:
            assert not {name for name in module.imports() if name.startswith("litestar")}, module.path


def _writes(on: str, called: str) -> bool:
    """Whether a call changes the database: on a table (a name in capitals), on a row, or in raw SQL."""
    last = on.rpartition(".")[2]
    if called in {"insert", "delete", "update"}:
        return last[:1].isupper() and not last.isupper()
    return (called == "save" and on != "") or (called == "execute" and on in {"db", ""})


def test_writes_stand_in_actions() -> None:
    found = [
        f"{module.path}:{node.lineno}"
        for module in modules()
        if not _among(module, WRITERS)
        for node, on, called in module.calls()
        if _writes(on, called)
    ]
    assert not found


def test_pages_and_api_ask_no_table() -> None:
    asked = {"select", "objects", "exists", "count", "raw"}
    for module in modules():
        if module.in_room and module.kind in {"pages", "api"}:
            found = [
                f"{on}.{called}" for _, on, called in module.calls() if called in asked and on[:1].isupper()
            ]
            assert not found, module.path


def test_an_acting_person_is_named_last_and_by_keyword() -> None:
    for module in modules():
        if module.in_room and module.kind == "actions":
            for node in module.tree.body:
                writes = "write_transaction" in ast.unparse(node)
                if isinstance(node, ast.AsyncFunctionDef) and not node.name.startswith("_") and writes:
                    assert "actor" in {arg.arg for arg in node.args.kwonlyargs}, f"{module.path}: {node.name}"


@pytest.mark.parametrize(
    ("called", "allowed"),
    [
        ("Markup", MARKUP),
        ("print", PRINTERS),
        ("transaction", ("server/lib/*.py",)),
        ("raw", ("server/lib/*.py",)),
    ],
)
def test_what_only_a_few_may_call(called: str, allowed: tuple[str, ...]) -> None:
    for module in modules():
        if not _among(module, allowed):
            found = [node.lineno for node, _on, name in module.calls() if name == called]
            assert not found, f"{module.path}:{found}"


def test_there_is_one_clock() -> None:
    clock = re.compile(r"\b(datetime|date)\.(now|utcnow|today)\(|\btime\.time\(")
    allowed = ("server/lib/clock.py", "server/lib/logs.py")
    for module in modules():
        assert _among(module, allowed) or not clock.search(module.text), module.path


def test_no_sql_is_built_from_values() -> None:
    """Values travel beside the SQL; what an f-string puts into it are marks and names of our own."""
    for module in modules():
        for node, on, called in module.calls():
            if called in {"rows", "execute", "long_rows"} and on in {"db", ""} and node.args:
                first = node.args[0]
                if isinstance(first, ast.JoinedStr):
                    names = [
                        ast.unparse(part.value)
                        for part in first.values
                        if isinstance(part, ast.FormattedValue)
                    ]
                    typed = [
                        name for name in names if re.search(r"\bdata\b|\brequest\b|\bform\b|\btext\b", name)
                    ]
                    assert not typed, f"{module.path}:{node.lineno}"


def test_doors_of_a_place_are_those_that_have_arrived() -> None:
    """Whoever lists or counts doors leaves out those of an import that is under way; the import itself does not."""
    for module in modules():
        if module.in_room and not _among(module, ("programs/residents/import_*.py",)):
            for node in ast.walk(module.tree):
                if isinstance(node, ast.Constant | ast.JoinedStr):
                    sql = ast.unparse(node)
                    asked = re.findall(r"household AS h (?:WHERE|ON) h\.building = [^)]*", sql)
                    asked += re.findall(r"household AS h\b(?! ON).*WHERE h\.building = .*", sql)
                    for one in asked:
                        assert "h.arrives_with IS NULL" in one, f"{module.path}:{node.lineno}"


def test_templates_escape_everything() -> None:
    for path in (one for package in PACKAGES for one in (ROOT / package).rglob("templates/**/*.html")):
        text = path.read_text(encoding="utf-8")
        assert not re.search(
            r"\|\s*safe\b|autoescape\s+false|<script(?![^>]*(src=|type=\"application/json\"))|\sstyle=|\son\w+=\"",
            text,
        ), path
        # What the law asks for at the foot of a page is a link; nothing is loaded from there.
        foreign = re.findall(r"(?:src|href|action)=\"(?:https?:)?//([^/\"]+)", text)
        assert not [host for host in foreign if not host.startswith("beian.")], path


def test_signs_between_words_are_the_reader_s() -> None:
    """Chinese parts words by its own colon and comma: `_(": ")`, `_(", ")`."""
    for path in (one for package in PACKAGES for one in (ROOT / package).rglob("templates/**/*.html")):
        assert not re.search(r"\}\}: |join\(\"[,:;] \"\)", path.read_text(encoding="utf-8")), path


def test_files_stay_short() -> None:
    tests = list((ROOT / "tests").rglob("*.py"))
    long = {module.path: len(module.text.splitlines()) for module in modules()}
    long |= {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in tests
    }
    assert not {name: lines for name, lines in long.items() if lines > 400}


def test_nothing_is_left_for_later() -> None:
    for module in modules():
        left = re.search(
            r"#\s*(TODO|FIXME|XXX|HACK)\b|NotImplementedError|type: ignore(?!\[)|noqa(?!:)", module.text
        )
        assert left is None, f"{module.path}: {left and left[0]}"


# Chromium 61 to 83 read these pages in the WebViews of old phones.
TOO_NEW = r"(?<![\w-])gap\s*:|:has\(|:is\(|:where\(|inset-(?:block|inline)|(?:margin|padding)-(?:block|inline)|aspect-ratio"


@pytest.mark.parametrize("style", sorted(ROOT.glob("server/static/*.css")), ids=lambda style: style.name)
def test_old_phones_understand_the_style(style: Path) -> None:
    rules = re.sub(r"/\*.*?\*/", "", style.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert re.findall(TOO_NEW, rules) == []


@pytest.mark.parametrize("style", sorted(ROOT.glob("server/static/*.css")), ids=lambda style: style.name)
def test_paper_is_never_dark(style: Path) -> None:
    """Whoever prints from a dark screen gets black on white."""
    dark = re.findall(r"@media ([^{]*)\(prefers-color-scheme: dark\)", style.read_text())
    assert all(where.startswith("screen and ") for where in dark)


def test_what_scrolls_sideways_is_reached_with_the_keyboard() -> None:
    boxes = [
        (str(file.relative_to(ROOT)), box)
        for package in PACKAGES
        for file in (ROOT / package).rglob("*.html")
        for box in re.findall(r'<div class="table-box"[^>]*>', file.read_text())
    ]
    assert len(boxes) > 20
    assert [
        one for one in boxes if not re.search('tabindex="0" role="(group|region)" aria-label="', one[1])
    ] == []
