"""Whether a person has agreed, to what, and until when."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from programs.residents.notice_queries import read_notice
from programs.residents.tables import Purpose
from server.lib import db
from server.lib.i18n import _, current_language, format_date

_IN_FORCE = "c.given_on <= {} AND (c.until IS NULL OR c.until >= {}) AND (c.withdrawn_on IS NULL OR c.withdrawn_on > {})"


async def has_consent(resident_id: int, purpose: Purpose, *, on: date) -> bool:
    """Whether the person's consent for `purpose` was in force on that day. An unasked person has not agreed."""
    return bool(await consenting([resident_id], purpose, on=on))


async def consenting(resident_ids: Collection[int], purpose: Purpose, *, on: date) -> set[int]:
    """Those of these people whose consent for `purpose` was in force on that day. One query."""
    found = await db.rows(
        f"SELECT DISTINCT c.resident FROM consent AS c WHERE c.resident IN ({db.marks(resident_ids)})"
        f" AND c.purpose = {{}} AND {_IN_FORCE}",
        *resident_ids,
        Purpose(purpose).value,
        on,
        on,
        on,
    )
    return {int(row["resident"]) for row in found}


async def names_withheld(community_id: int, purpose: Purpose, *, on: date) -> set[str]:
    """The names that people of a community bear who did not agree to `purpose` on that day; namesakes of others too."""
    found = await db.rows(
        "SELECT DISTINCT r.name FROM resident AS r WHERE r.community = {} AND r.erased_at IS NULL AND NOT EXISTS"
        f" (SELECT 1 FROM consent AS c WHERE c.resident = r.id AND c.purpose = {{}} AND {_IN_FORCE})",
        community_id,
        Purpose(purpose).value,
        on,
        on,
        on,
    )
    return {row["name"] for row in found}


async def consents_of(resident_id: int) -> list[dict[str, Any]]:
    """Every consent of a person, the newest first, with the notice it was given to: number, title, day and full name."""
    found = await db.rows(
        "SELECT c.id, c.purpose, c.notice, n.number AS notice_number, n.body, n.published_on AS notice_published_on,"
        " c.how, c.by_guardian, c.given_on, c.until, c.withdrawn_on, u.display_name AS recorded_by FROM consent AS c"
        " JOIN privacy_notice AS n ON n.id = c.notice LEFT JOIN user_account AS u ON u.id = c.recorded_by"
        " WHERE c.resident = {} ORDER BY c.id DESC",
        resident_id,
    )
    for row in found:
        row["notice_title"] = read_notice(row["notice_number"], row.pop("body"), current_language()).title
        row["notice_name"] = _named(row["notice_title"], row["notice_number"], row["notice_published_on"])
    return found


def _named(title: str, number: int, published_on: date) -> str:
    """A version of the notice as it is spoken of."""
    day = format_date(published_on)
    if not title:
        return _("notice %(number)s of %(day)s", number=number, day=day)
    return _("“%(title)s”, notice %(number)s of %(day)s", title=title, number=number, day=day)


async def purposes_agreed(resident_id: int, *, on: date, by_guardian: bool | None = None) -> set[str]:
    """The purposes for which a person's consent is in force on a day; only a guardian's when `by_guardian`."""
    found = await db.rows(
        f"SELECT c.purpose, c.by_guardian FROM consent AS c WHERE c.resident = {{}} AND {_IN_FORCE}",
        resident_id,
        on,
        on,
        on,
    )
    return {row["purpose"] for row in found if not by_guardian or row["by_guardian"]}


async def purposes_withdrawn(resident_ids: Collection[int], *, on: date) -> dict[int, set[str]]:
    """For what each of these people took her consent back and has not agreed again by that day."""
    found: dict[int, set[str]] = {}
    for row in await db.rows(
        f"SELECT DISTINCT w.resident, w.purpose FROM consent AS w WHERE w.resident IN ({db.marks(resident_ids)})"
        " AND w.withdrawn_on IS NOT NULL AND NOT EXISTS (SELECT 1 FROM consent AS c WHERE c.resident = w.resident"
        f" AND c.purpose = w.purpose AND {_IN_FORCE})",
        *resident_ids,
        on,
        on,
        on,
    ):
        found.setdefault(row["resident"], set()).add(row["purpose"])
    return found


async def newest_notice_number(resident_id: int) -> int:
    """The number of the notice that the person's organisation tells people today."""
    found = await db.rows(
        "SELECT COALESCE(MAX(n.number), 1) AS number FROM privacy_notice AS n"
        " WHERE n.organisation = (SELECT organisation FROM resident WHERE id = {})",
        resident_id,
    )
    return int(found[0]["number"])
