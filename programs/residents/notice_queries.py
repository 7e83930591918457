"""What people are told before they agree: the notice that ships with Linli, and an organisation's own versions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from programs.residents.tables import Notice
from server.lib import db
from server.lib.actor import Actor
from server.lib.errors import NotFound
from server.lib.i18n import _, language

_SHIPPED = Path(__file__).parent / "notices"
LANGUAGES = ("zh_CN", "en")
# Between the languages of one text.
BETWEEN = "\n\n***\n\n"


class Block(msgspec.Struct):
    """A heading, a paragraph, or a list: `kind` is heading, text or list."""

    kind: str
    lines: list[str]


class ReadNotice(msgspec.Struct):
    """A notice in one language."""

    number: int
    title: str
    blocks: list[Block]


@cache
def _shipped(language: str) -> str:
    return (_SHIPPED / f"{language}.txt").read_text(encoding="utf-8").strip()


def shipped_body(organisation_name: str, who_answers: Sequence[str]) -> str:
    """The notice that ships, in every language, for this organisation and those who answer for it."""
    texts = []
    for code in LANGUAGES:
        with language(code):
            contact = str(_(", ")).join(who_answers)
        texts.append(_shipped(code).replace("{contact}", contact))
    return BETWEEN.join(texts).replace("{organisation}", organisation_name)


def read_notice(number: int, body: str, language: str) -> ReadNotice:
    """The notice in this language, or in the only one that it has.

    Lines that begin with # are headings, the first of them the title; those with - are points of a list.
    """
    texts = body.split(BETWEEN.strip())
    position = LANGUAGES.index(language) if language in LANGUAGES else 0
    lines = [line.strip() for line in texts[min(position, len(texts) - 1)].splitlines() if line.strip()]
    title = lines.pop(0).lstrip("# ") if lines and lines[0].startswith("#") else ""
    blocks: list[Block] = []
    for line in lines:
        kind = "heading" if line.startswith("#") else "list" if line.startswith("-") else "text"
        text = line.lstrip("#- ") if kind != "text" else line
        if kind == "list" and blocks and blocks[-1].kind == "list":
            blocks[-1].lines.append(text)
        else:
            blocks.append(Block(kind, [text]))
    return ReadNotice(number, title, blocks)


async def notices_of(actor: Actor) -> list[dict[str, Any]]:
    """The organisation's notices, the newest first, with how many have agreed to each."""
    return await db.rows(
        "SELECT n.id, n.number, n.published_on, n.body, u.display_name AS published_by,"
        " (SELECT COUNT(DISTINCT c.resident) FROM consent AS c WHERE c.notice = n.id"
        " AND NOT EXISTS (SELECT 1 FROM resident AS r JOIN import_batch AS b ON b.id = r.batch WHERE r.id = c.resident"
        " AND r.erased_at IS NOT NULL AND b.state IN ('running', 'undoing'))) AS people"
        " FROM privacy_notice AS n LEFT JOIN user_account AS u ON u.id = n.published_by"
        " WHERE n.organisation = {} ORDER BY n.number DESC",
        actor.organisation_id,
    )


async def current_notice(actor: Actor) -> tuple[int, str]:
    """The number and body of the notice in force: before anybody has agreed to any, the one that ships as number 1."""
    found = await db.rows(
        "SELECT number, body FROM privacy_notice WHERE organisation = {} ORDER BY number DESC LIMIT 1",
        actor.organisation_id,
    )
    if found:
        return found[0]["number"], found[0]["body"]
    return 1, shipped_body(*await _who_asks(actor.organisation_id))


async def _who_asks(organisation_id: int) -> tuple[str, list[str]]:
    """What the organisation is called, and who answers for it: its coordinators."""
    [named] = await db.rows("SELECT name FROM organisation WHERE id = {}", organisation_id)
    found = await db.rows(
        'SELECT DISTINCT u.display_name AS name FROM role_assignment AS a JOIN user_account AS u ON u.id = a."user"'
        " WHERE a.organisation = {} AND a.role = 'coordinator' AND a.ended_at IS NULL ORDER BY 1 LIMIT 3",
        organisation_id,
    )
    return named["name"], [row["name"] for row in found] or [named["name"]]


async def access_notice(actor: Actor, number: int) -> tuple[int, str]:
    """The number and body of one version of the organisation's own notice."""
    found = await Notice.select(Notice.body).where(
        (Notice.organisation == actor.organisation_id) & (Notice.number == number)
    )
    if found:
        return number, found[0]["body"]
    current, body = await current_notice(actor)
    if current != number:
        raise NotFound("privacy_notice")
    return current, body
