"""How a procedure is written down and read back (S02)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

# In the form, a line that begins with one of these is a compulsory step.
_COMPULSORY = ("*", "＊")
_BETWEEN = ("|", "｜")
LONGEST = 60

# What a text of a procedure is: written in one language, or one that ships with Linli, by language.
Text = str | dict[str, str]


def read_steps(text: str) -> list[dict[str, Any]]:
    """Steps, one a line; `*` before a compulsory one."""
    steps: list[dict[str, Any]] = []
    for line in _lines(text):
        compulsory = line.startswith(_COMPULSORY)
        words = line.lstrip("".join(_COMPULSORY)).strip()
        if words:
            steps.append({"text": words, "compulsory": compulsory})
    return steps[:LONGEST]


def read_dress(text: str) -> list[str]:
    """What to wear and carry, one a line."""
    return _lines(text)[:LONGEST]


def read_scripts(text: str) -> list[dict[str, str]] | None:
    """Words to say, a line each: `when | what is said`; None when a line has no such parts."""
    scripts: list[dict[str, str]] = []
    for line in _lines(text):
        plain = line.replace(_BETWEEN[1], _BETWEEN[0])
        when, found, say = plain.partition(_BETWEEN[0])
        if not (found and when.strip() and say.strip()):
            return None
        scripts.append({"when": when.strip(), "say": say.strip()})
    return scripts[:LONGEST]


def refuse_content(steps: Sequence[object], scripts: Sequence[object] | None) -> tuple[str, str] | None:
    """The reason code and the field at fault when no procedure can be made of it."""
    if not steps:
        return "visits.no_step", "steps"
    return ("visits.script_form", "scripts") if scripts is None else None


def in_language(text: Text, language: str) -> str:
    """A text as its reader reads it; what was written in one language stays in it."""
    if isinstance(text, str):
        return text
    return text.get(language) or next(iter(text.values()), "")


def steps_as_text(steps: Sequence[dict[str, Any]]) -> str:
    """Steps as `read_steps` reads them."""
    return "\n".join(f"{'* ' if step['compulsory'] else ''}{step['text']}" for step in steps)


def scripts_as_text(scripts: Sequence[dict[str, str]]) -> str:
    """Words to say as `read_scripts` reads them."""
    return "\n".join(f"{one['when']} | {one['say']}" for one in scripts)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
