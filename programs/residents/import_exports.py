"""The template of a roster, the register in the same columns, and the rows that were rejected."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from programs.residents import choices
from programs.residents.import_queries import LEFT_OUT, matching_of, waiting_rows
from programs.residents.import_words import HEADINGS, REASONS
from programs.residents.roster_layout_rules import column_letter
from programs.residents.schemas import REASONS as PERSON_REASONS
from programs.residents.tables import ImportBatch
from server.export import Column, Sheet
from server.lib import clock, db
from server.lib.i18n import Message, _, m

# The columns of the template and of the register, in their order.
COLUMNS = (
    "name",
    "phone",
    "age",
    "estate",
    "building",
    "door",
    "household_size",
    "hobbies",
    "target_groups",
    "categories",
    "guardian",
    "contact",
)
_WIDTHS = {"name": 14, "phone": 14, "hobbies": 24, "target_groups": 24}
REGISTER = Sheet(
    "register",
    m("Register of neighbours"),
    tuple(Column(HEADINGS[name], name, width=_WIDTHS.get(name, 12)) for name in COLUMNS),
)
_AT_ONCE = 500


async def register_rows(community_id: int) -> AsyncIterator[dict[str, Any]]:
    """The people who live in a community, as a roster holds them, from the oldest record to the newest."""
    after = 0
    while found := await db.rows(
        "SELECT r.id, r.name, r.phone_tail AS phone, r.age_band AS age, e.name AS estate, b.name AS building, h.door,"
        " h.size AS household_size, r.guardian_name AS guardian FROM resident AS r"
        " LEFT JOIN building AS b ON b.id = r.building LEFT JOIN estate AS e ON e.id = b.estate"
        " LEFT JOIN household AS h ON h.id = r.household WHERE r.community = {} AND r.id > {}"
        f" AND r.moved_away_on IS NULL AND r.erased_at IS NULL ORDER BY r.id LIMIT {_AT_ONCE}",
        community_id,
        after,
    ):
        after = found[-1]["id"]
        words = await _words([row["id"] for row in found])
        called = await _called([row["id"] for row in found])
        for row in found:
            said = {
                field: _joined(words.get((row["id"], kind), []))
                for field, kind in (
                    ("hobbies", "hobby"),
                    ("target_groups", "target_group"),
                    ("categories", "category"),
                )
            }
            yield {
                **row,
                **said,
                "age": row["age"] or "",
                "household_size": str(row["household_size"] or ""),
                "contact": _("yes") if row["id"] in called else "",
            }


def _joined(words: list[str]) -> str:
    """Words as a cell holds them; one that has a blank in it is ended by a comma, so that it is read as one."""
    return f"{words[0]}、" if len(words) == 1 and " " in words[0] else "、".join(words)


async def _words(ids: list[int]) -> dict[tuple[int, str], list[str]]:
    found: dict[tuple[int, str], list[str]] = {}
    for row in await db.rows(
        f"SELECT resident, kind, value FROM resident_tag WHERE resident IN ({db.marks(ids)}) ORDER BY id",
        *ids,
    ):
        word = str(choices.word_of(row["kind"], row["value"]))
        found.setdefault((row["resident"], row["kind"]), []).append(word)
    return found


async def _called(ids: list[int]) -> set[int]:
    today = clock.today()
    found = await db.rows(
        f"SELECT DISTINCT resident FROM consent WHERE resident IN ({db.marks(ids)}) AND purpose = 'contact'"
        " AND given_on <= {} AND (until IS NULL OR until >= {}) AND (withdrawn_on IS NULL OR withdrawn_on > {})",
        *ids,
        today,
        today,
        today,
    )
    return {row["resident"] for row in found}


def sentence_of(code: str, facts: dict[str, str | int]) -> Message:
    """What is wrong with a cell, in words."""
    return (REASONS.get(code) or PERSON_REASONS[code]).filled(**facts)


def rejected_sheet(batch: ImportBatch) -> Sheet:
    """The rows of a list that were left out, in its own columns, and why: corrected, the file can be handed in again."""
    headings = matching_of(batch).headings
    columns = [
        Column(heading or m("Column %(letter)s", letter=column_letter(place)), _cell(place))
        for place, heading in enumerate(headings)
    ]
    return Sheet(
        "rejected",
        m("Rows that were not imported"),
        (
            Column(m("Row"), lambda row: row.number, "int"),
            *columns,
            Column(m("Why it was not imported"), _why, width=60),
        ),
    )


def _cell(place: int) -> Any:
    return lambda row: row.cells[place] if place < len(row.cells) else ""


def _why(row: Any) -> str:
    if row.kind == "question":
        return str(REASONS["roster.unanswered"])
    return " ".join(
        f"{column_letter(problem.place)}{row.number}: {sentence_of(problem.code, problem.facts)}"
        for problem in row.problems
    )


async def rejected_rows(batch_id: int) -> AsyncIterator[Any]:
    """The rows that would not be, or were not, imported."""
    async for rows in waiting_rows(batch_id):
        for row in rows:
            if row.kind in LEFT_OUT:
                yield row


def template() -> bytes:
    """An empty roster as a workbook: the columns, what may stand in them, and how to fill it in."""
    from io import BytesIO

    from xlsxwriter import Workbook  # only worth its memory to those who use it

    from programs.residents.schemas import AGES

    file = BytesIO()
    book = Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8F3EC"})
    text = book.add_format({"num_format": "@"})
    page = book.add_worksheet(str(_("Register of neighbours"))[:31])
    for place, column in enumerate(REGISTER.columns):
        page.set_column(place, place, column.shown_width, text)
        page.write_string(0, place, str(column.heading), bold)
    page.freeze_panes(1, 0)
    last = 2_000
    page.data_validation(
        1, 2, last, 2, {"validate": "list", "source": list(AGES), "error_type": "information"}
    )
    yes_no = [_("yes"), _("no")]
    page.data_validation(1, 11, last, 11, {"validate": "list", "source": yes_no, "error_type": "information"})
    page.data_validation(
        1, 6, last, 6, {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": 30}
    )
    book.close()
    return file.getvalue()
