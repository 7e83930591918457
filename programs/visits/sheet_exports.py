"""The official visit sheet (走访记录表) as it is handed in to the street: its headings are Chinese in every language."""

from __future__ import annotations

from typing import Any

import msgspec

from programs.communities.tables import Community
from programs.visits.sheet_queries import visits_of_year
from programs.visits.words import LABELS, MODES, OUTCOMES, TARGET_KINDS
from server.export import Column, Sheet
from server.lib.days import month_of
from server.lib.i18n import format_date

VISIT_SHEET = Sheet(
    name="visits",
    title="走访记录",
    columns=(
        Column("走访对象", "object", width=14),
        Column("居住地址", "address", width=26),
        Column("方式", "mode", width=10),
        Column("走访时间", "when", width=20),
        Column("参与人员", "people", width=20),
        Column("走访详情", "details", width=44),
        Column("服务标签", "labels", width=20),
    ),
)


async def sheets_of(community: Community, year: int) -> list[tuple[str, Sheet, list[dict[str, Any]]]]:
    """A worksheet for each month of the year in which somebody was visited; an empty one when nobody was."""
    by_month: dict[str, list[dict[str, Any]]] = {}
    for row in await visits_of_year(community.id, year):
        by_month.setdefault(month_of(row["visited_on"]), []).append(_line(row, community.name))
    return [(f"{int(month[5:])}月", VISIT_SHEET, lines) for month, lines in sorted(by_month.items())] or [
        (f"{year}年", VISIT_SHEET, [])
    ]


def _line(row: dict[str, Any], community: str) -> dict[str, Any]:
    if row["target_kind"]:
        return {
            "object": row["object"],
            "address": community,
            "mode": str(MODES["door"]),
            "when": format_date(row["visited_on"]),
            "people": row["visitor"],
            "details": row["note"],
            "labels": str(TARGET_KINDS[row["target_kind"]]),
        }
    outcome = [str(OUTCOMES[row["outcome"]])] if row["mode"] == "door" or row["outcome"] != "opened" else []
    labels = [str(LABELS[label]) for label in msgspec.json.decode(row["labels"]) if label in LABELS]
    return {
        "object": row["object"] or "住户",
        "address": f"{row['estate_name']}{row['building_name']}{row['door']}",
        "mode": str(MODES[row["mode"]]),
        "when": f"{format_date(row['visited_on'])} {row['visited_at']}".strip(),
        "people": "、".join(name for name in (row["visitor"], row["companion"]) if name),
        "details": "；".join([*outcome, *row["concerns"], *([row["note"]] if row["note"] else [])]),
        "labels": "、".join(labels),
    }
