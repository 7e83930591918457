"""What certificates are printed from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from incentives.recognition import award_queries, certificate_rules
from server.export.paper import MOST_SHEETS, papers
from server.lib import db
from server.lib.errors import NotFound
from server.lib.i18n import language
from server.web.qr import qr_svg

TEMPLATE = "recognition/certificate"


async def standing_at(community_id: int, ceremony_id: int) -> list[dict[str, Any]]:
    """The awards of a community that are handed over at a ceremony and stand; NotFound when there are none."""
    found = [row for row in await award_queries.awards_at(ceremony_id) if row["community"] == community_id]
    if not found:
        raise NotFound
    return found[:MOST_SHEETS]


async def certificates(cards: Sequence[dict[str, Any]], *, verify_at: str) -> bytes:
    """The PDF with a certificate for each of these awards, in Chinese; `verify_at` is the address before the code."""
    [organisation] = await db.rows(
        "SELECT o.name FROM organisation AS o JOIN award AS a ON a.organisation = o.id WHERE a.id = {}",
        cards[0]["id"],
    )
    with language("zh_CN"):
        return await papers(
            TEMPLATE, [_sheet(card, organisation["name"], f"{verify_at}{card['code']}") for card in cards]
        )


def _sheet(card: dict[str, Any], organisation: str, address: str) -> dict[str, Any]:
    by = card["signed_by"].strip()
    return {
        "title": f"荣誉证书 {card['number']}",
        "heading": "荣誉证书",
        "number": f"编号　{card['number']}",
        "name": certificate_rules.printed_name(
            card["shown_as"], name=card["who"], public_name=card["public_name"]
        ),
        "deed": certificate_rules.told(card["deed"]),
        "honour": card["honour"],
        "community": card["community_name"],
        "by": [by] if by == organisation or not by else [by, organisation],
        "day": certificate_rules.chinese_date(card["awarded_on"]),
        "seal": "盖章处",
        "code": {"svg": qr_svg(address), "says": f"核验证书：{address}"},
        "verify": "扫码核验",
        "code_text": certificate_rules.grouped(card["code"]),
    }
