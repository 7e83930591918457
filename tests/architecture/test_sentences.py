"""Whatever Linli refuses, records or counts has words for people, and no words are left over."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator

from programs.method.kinds import Kind
from programs.method.sources import known_sources
from programs.method.words import KIND_NAMES
from server.web import words
from tests.architecture.source import Module, literals, modules
from tests.visitor import application

CODE = re.compile(r"[a-z_]+\.[a-z][a-z_]*[a-z]")


def _says(module: Module) -> bool:
    """Whether the file is where sentences stand, which is no use of them."""
    return module.path.endswith(("schemas.py", "words.py"))


def _unused(known: Collection[str]) -> set[str]:
    """Those that no code names, neither whole nor by the beginning of an f-string."""
    used, begun = set(), set()
    for module in modules():
        if not _says(module):
            used |= set(literals(module.tree))
            for node in ast.walk(module.tree):
                if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                    begun.add(str(node.values[0].value))
    prefixes = tuple(text for text in begun if re.fullmatch(r"[a-z_]+\.[a-z_]*", text))
    return {code for code in known if code not in used and not code.startswith(prefixes)}


def _first_words(called: set[str]) -> Iterator[tuple[str, str]]:
    """The literal first arguments of calls of these names, with their file."""
    for module in modules():
        for node, _on, name in module.calls():
            if name in called and node.args:
                for text in literals(node.args[0]):
                    yield text, f"{module.path}:{node.lineno}"


def _answered_codes() -> Iterator[tuple[str, str]]:
    """What rules answer with: the reason codes."""
    for module in modules():
        if module.kind in {"rules", "policy"}:
            for node in ast.walk(module.tree):
                if isinstance(node, ast.Return) and node.value is not None:
                    for text in literals(node.value):
                        if CODE.fullmatch(text):
                            yield text, f"{module.path}:{node.lineno}"


def test_every_refusal_has_a_sentence() -> None:
    application()
    known = words.known_reasons()
    raised = {**dict(_first_words({"Refused", "Stale"})), **dict(_answered_codes())}
    raised = {code: where for code, where in raised.items() if CODE.fullmatch(code)}
    assert not {code: where for code, where in raised.items() if code not in known}


def test_every_sentence_is_said() -> None:
    application()
    assert not _unused(words.known_reasons())


def test_every_recorded_act_has_words_and_every_word_an_act() -> None:
    application()
    recorded = {
        text: where
        for text, where in _first_words({"record", "_record", "record_all"})
        if CODE.fullmatch(text)
    }
    acts = words.known_acts()
    assert not {act: where for act, where in recorded.items() if act not in acts}
    assert not _unused(acts)


def test_every_kind_of_evidence_has_a_name() -> None:
    assert set(KIND_NAMES) == {kind.value for kind in Kind}


def test_every_source_of_evidence_opens() -> None:
    application()
    for name, source in known_sources().items():
        assert source.path.startswith("/desk/"), name
