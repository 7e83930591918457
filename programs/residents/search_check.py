"""Whether everybody stands under the name that is theirs."""

from __future__ import annotations

from typing import Any

from programs.residents.search_actions import index_names
from programs.residents.search_rules import grams
from server.lib import db
from server.lib.db import write_transaction

AT_ONCE = 500


async def names_faults() -> list[str]:
    """A line for each person whose entries do not agree with the name, after which they do: `linli check names`."""
    faults: list[str] = []
    after = 0
    while found := await _names_after(after):
        after = found[-1]["id"]
        wrong = await _wrong_among(found)
        faults += [f"resident {number} was entered wrongly; entered anew" for number in wrong]
        async with write_transaction():
            await index_names(wrong)
    return faults


async def _names_after(after: int) -> list[dict[str, Any]]:
    return await db.rows(
        f"SELECT id, folded_name, erased_at FROM resident WHERE id > {{}} ORDER BY id LIMIT {AT_ONCE}", after
    )


async def _wrong_among(people: list[dict[str, Any]]) -> list[int]:
    """Those whose entries differ from what their names ask for."""
    entered: dict[int, set[str]] = {person["id"]: set() for person in people}
    for row in await db.rows(
        f"SELECT resident, gram FROM name_gram WHERE resident IN ({db.marks(entered)})", *entered
    ):
        entered[row["resident"]].add(row["gram"])
    return [
        person["id"]
        for person in people
        if entered[person["id"]] != (set() if person["erased_at"] else grams(person["folded_name"]))
    ]
