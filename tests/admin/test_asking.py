"""What may be asked of a list. Nothing asked reaches further than the reader, and nothing asked is a fault of ours."""

from datetime import date
from itertools import product
from urllib.parse import quote

import pytest

from admin.scope import Reach, ScopedTable, seeing
from admin.site import site_of
from admin.tables import REPORTING
from programs.funding.tables import GrantProgram
from server.lib.db import write_transaction
from tests.admin.told import UNFUNDED, Told
from tests.cast import CANARY, Cast
from tests.visitor import Visitor

PROGRAMS = "/admin/api/tables/Programs/"
REFUSED = [
    "organisation_id=2",
    "program_id=3",
    "Organisation=2",
    "Goal__like=x",
    "Goal__operator=like",
    "__order=organisation_id",
    "__order=program_id",
    "__order=Program,program_id",
    "__order=lead.username",
    "__order=program",
    "__visible_fields=program.organisation.name",
    "__visible_fields=password_hash",
    "__range_header=true",
    "__range_header_name=Program",
    "__page=-1",
    "__page=99999999",
    "__page_size=1001",
    "__page_size=x",
    "id=x",
    "id=9999999999999",
    "id=" + "9" * 300,
    "In this stage since=昨天",
    "In this stage since=9999-99-99",
    "Program=%00",
    "Program=" + "长" * 300,
    "&".join(f"Program{number}=x" for number in range(100)),
]
ANSWERED = [
    "",
    "Program=宠物",
    "Program=宠物&Program__match=exact",
    "Program=%25",
    "Program={}",
    "Program='; DROP TABLE program; --",
    "id__operator=gte&id=0",
    "Ended on__operator=is_null",
    "Stage=Focus",
    "People reached=<5",
    "Program=",
    "__order=-People reached,Program",
    "__visible_fields=Program,Stage",
    "__page=2&__page_size=1000",
    "__page=0",
    "__page_size=0",
    "__readable=true",
    "Program=a&Program=b",
]


@pytest.mark.parametrize("rest", ["", "count/"])
async def test_what_cannot_be_asked_is_said_so(cast: Cast, rest: str) -> None:
    visitor = Visitor("wu", language="en")
    for query in REFUSED:
        answer = await visitor.get(f"{PROGRAMS}{rest}?{query}")
        assert answer.status_code == 422, f"{query}: {answer.text}"
        assert answer.json()["status"] == 422


@pytest.mark.parametrize("rest", ["", "count/"])
async def test_what_may_be_asked_is_answered(cast: Cast, told: Told, rest: str) -> None:
    visitor = Visitor("wu", language="en")
    for query in ANSWERED:
        answer = await visitor.get(f"{PROGRAMS}{rest}?{quote(query, safe='&=%')}")
        assert answer.status_code == 200, f"{query}: {answer.text}"
        assert UNFUNDED not in answer.text
        assert CANARY not in answer.text


async def test_keys_are_those_of_the_readers_rows(cast: Cast, told: Told) -> None:
    visitor = Visitor("wu", language="en")
    for query in ("limit=5", "search=1", "search=灰雁&limit=3&offset=1", "search=%25{}", ""):
        answer = await visitor.get(f"{PROGRAMS}ids/?{query}")
        assert answer.status_code == 200
        assert set(answer.json()) <= {str(cast.ours.program)}
    for query in ("limit=x", "limit=1001", "offset=-1", "limit=99999", "search=%00"):
        assert (await visitor.get(f"{PROGRAMS}ids/?{query}")).status_code == 422


async def test_a_foreign_row_is_no_row(cast: Cast, told: Told) -> None:
    visitor = Visitor("wu", language="en")
    answers = [
        await visitor.get(f"{PROGRAMS}{row_id}/")
        for row_id in (told.unfunded, cast.theirs.program, 999_999, 10**30, "x", "%00", "-1", "0")
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
    for foreign in (told.unfunded, cast.theirs.program):
        assert (await visitor.get(f"{PROGRAMS}?id={foreign}")).json() == {"rows": []}
        assert (await visitor.get(f"{PROGRAMS}count/?id={foreign}")).json()["count"] == 0


PICCOLOS = (
    "?__order={column}&__page_size=1000",
    "?__order=-{column}&__readable=true&__range_header=true",
    "?{column}__operator=not_null",
    "?__visible_fields={column}",
    "count/?{column}__operator=is_null",
    "ids/",
    "ids/?search=%",
    "references/",
    "new/",
)


@pytest.mark.parametrize("table", REPORTING)
async def test_piccolo_itself_reaches_no_further(cast: Cast, told: Told, table: type[ScopedTable]) -> None:
    """Without our doors: the SELECT alone keeps the rest away, whichever column is asked for."""
    site = await site_of(cast.wu)
    reach = Reach(organisation_id=cast.ours.organisation, program_ids=frozenset({cast.ours.program}))
    for rest, column in product(PICCOLOS, table._meta.columns):
        path, _, query = rest.format(column=column._meta.name).partition("?")
        with seeing(reach):
            said = await site.ask(f"/tables/{table._meta.tablename}/{path}", query=query)
        assert said.status == 200, f"{rest} {column}"
        assert UNFUNDED not in said.body.decode()
        assert CANARY not in said.body.decode()


async def test_a_grant_that_no_longer_pays_shows_nothing(cast: Cast) -> None:
    visitor = Visitor("wu", language="en")
    assert (await visitor.get(f"{PROGRAMS}count/")).json()["count"] == 1
    async with write_transaction():
        await GrantProgram.update({GrantProgram.removed_on: date(2026, 6, 1)}).where(
            GrantProgram.program == cast.ours.program
        )
    assert (await visitor.get(f"{PROGRAMS}count/")).json()["count"] == 0
    assert (await visitor.get(f"/admin/programs/{cast.ours.program}/progress")).status_code == 404
