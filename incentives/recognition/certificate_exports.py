"""Certificates as papers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from incentives.recognition import certificate_rules, rules
from incentives.recognition.certificate_queries import organisation_of
from server.export.paper import MOST_SHEETS, papers, preview
from server.lib.errors import Refused
from server.lib.i18n import language
from server.web.qr import qr_svg

TEMPLATE = "recognition/certificate"


async def certificates(cards: Sequence[dict[str, Any]], *, verify_at: str) -> bytes:
    """The PDF with a certificate for each of these awards, in Chinese; `verify_at` is the address before the code.

    Refused when one of them is revoked, or of a person who was forgotten, or when they are more than one file holds.
    """
    if code := certificate_rules.refuse_cards(cards):
        raise Refused(code)
    if code := certificate_rules.refuse_file(len(cards), most=MOST_SHEETS):
        raise Refused(code, most=MOST_SHEETS)
    by = await organisation_of(cards[0]["id"])
    with language("zh_CN"):
        return await papers(TEMPLATE, [_sheet(card, by, f"{verify_at}{card['code']}") for card in cards])


async def picture(card: dict[str, Any], *, verify_at: str) -> bytes:
    """The certificate of an award as a PNG to look at."""
    by = await organisation_of(card["id"])
    with language("zh_CN"):
        return await preview(TEMPLATE, _sheet(card, by, f"{verify_at}{card['code']}"))


def _sheet(card: dict[str, Any], organisation: str, address: str) -> dict[str, Any]:
    by = card["signed_by"].strip()
    name = certificate_rules.printed_name(card["shown_as"], name=card["who"], public_name=card["public_name"])
    return {
        "title": f"荣誉证书 {card['number']}",
        "heading": "荣誉证书",
        "number": f"编号　{card['number']}",
        "name": name,
        "deed": certificate_rules.told(rules.told_deed(card["deed"], name=card["who"], shown=name)),
        "honour": card["honour"],
        "community": card["community_name"],
        "by": [by] if by == organisation or not by else [by, organisation],
        "day": certificate_rules.chinese_date(card["awarded_on"]),
        "seal": "盖章处",
        "code": {"svg": qr_svg(address), "says": f"核验证书：{address}"},
        "verify": "扫码核验",
        "code_text": certificate_rules.grouped(card["code"]),
    }
