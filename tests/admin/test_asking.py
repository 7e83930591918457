"""What may be asked of a list. Nothing asked reaches further than the reader, and nothing asked is a fault of ours."""

from datetime import date
from urllib.parse import quote

import pytest

from admin.scope import Reach, seeing
from admin.site import site_of
from admin.tables import REPORTING
from programs.funding.tables import GrantProgram
from server.lib.db import write_transaction
from tests.admin.told import UNFUNDED, Told
from tests.cast import CANARY, Cast
from tests.visitor import Visitor

PROGRAMS = "/admin/api/tables/项目/"
REFUSED = [
    "organisation_id=2",
    "program_id=3",
    "organisation=2",
    "goal__operator=like",
    "__order=organisation_id",
    "__order=program_id",
    "__order=program,program_id",
    "__order=lead.username",
    "__visible_fields=program.organisation.name",
    "__visible_fields=password_hash",
    "__range_header=true",
    "__range_header_name=项目",
    "__page=-1",
    "__page=99999999",
    "__page_size=1001",
    "__page_size=x",
    "id=x",
    "id=9999999999999",
    "id=" + "9" * 300,
    "stage_since=昨天",
    "stage_since=9999-99-99",
    "program=%00",
    "program=" + "长" * 300,
    "&".join(f"program{number}=x" for number in range(100)),
]
ANSWERED = [
    "",
    "program=宠物",
    "program=宠物&program__match=exact",
    "program=%25",
    "program={}",
    "program='; DROP TABLE program; --",
    "id__operator=gte&id=0",
    "ended_on__operator=is_null",
    "stage=focus",
    "people=<5",
    "program=",
    "__order=-people,program",
    "__visible_fields=program,stage",
    "__page=2&__page_size=1000",
    "__page=0",
    "__page_size=0",
    "__readable=true",
    "program=a&program=b",
]


@pytest.mark.parametrize("query", REFUSED)
@pytest.mark.parametrize("rest", ["", "count/"])
async def test_what_cannot_be_asked_is_said_so(cast: Cast, query: str, rest: str) -> None:
    answer = await Visitor("wu").get(f"{PROGRAMS}{rest}?{query}")
    assert answer.status_code == 422, answer.text
    assert answer.json()["status"] == 422


@pytest.mark.parametrize("query", ANSWERED)
@pytest.mark.parametrize("rest", ["", "count/"])
async def test_what_may_be_asked_is_answered(cast: Cast, told: Told, query: str, rest: str) -> None:
    answer = await Visitor("wu").get(f"{PROGRAMS}{rest}?{quote(query, safe='&=%')}")
    assert answer.status_code == 200, answer.text
    assert UNFUNDED not in answer.text
    assert CANARY not in answer.text


@pytest.mark.parametrize("query", ["limit=5", "search=1", "search=灰雁&limit=3&offset=1", "search=%25{}"])
async def test_keys_are_those_of_the_readers_rows(cast: Cast, told: Told, query: str) -> None:
    answer = await Visitor("wu").get(f"{PROGRAMS}ids/?{query}")
    assert answer.status_code == 200
    assert set(answer.json()) <= {str(cast.ours.program)}


@pytest.mark.parametrize("query", ["limit=x", "limit=1001", "offset=-1", "limit=99999", "search=%00"])
async def test_keys_without_end_are_not_listed(cast: Cast, query: str) -> None:
    assert (await Visitor("wu").get(f"{PROGRAMS}ids/?{query}")).status_code == 422


async def test_a_foreign_row_is_no_row(cast: Cast, told: Told) -> None:
    visitor = Visitor("wu")
    answers = [
        await visitor.get(f"{PROGRAMS}{row_id}/")
        for row_id in (told.unfunded, cast.theirs.program, 999_999, 10**30, "x", "%00", "-1", "0")
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
    for foreign in (told.unfunded, cast.theirs.program):
        assert (await visitor.get(f"{PROGRAMS}?id={foreign}")).json() == {"rows": []}
        assert (await visitor.get(f"{PROGRAMS}count/?id={foreign}")).json()["count"] == 0


@pytest.mark.parametrize("table", REPORTING)
@pytest.mark.parametrize(
    "rest",
    [
        "?__order={column}&__page_size=1000",
        "?__order=-{column}&__readable=true&__range_header=true",
        "?{column}__operator=not_null",
        "?__visible_fields={column}",
        "count/?{column}__operator=is_null",
        "ids/",
        "ids/?search=%",
        "references/",
        "new/",
    ],
)
async def test_piccolo_itself_reaches_no_further(cast: Cast, told: Told, table: type, rest: str) -> None:
    """Without our doors: the SELECT alone keeps the rest away, whichever column is asked for."""
    site = await site_of(cast.wu)
    reach = Reach(organisation_id=cast.ours.organisation, program_ids=frozenset({cast.ours.program}))
    for column in table._meta.columns:
        path, _, query = rest.format(column=column._meta.name).partition("?")
        with seeing(reach):
            try:
                said = await site.ask(f"/tables/{table._meta.tablename}/{path}", query=query)
            except ValueError:
                continue
        assert said.status < 500
        assert UNFUNDED not in said.body.decode()
        assert CANARY not in said.body.decode()


async def test_a_grant_that_no_longer_pays_shows_nothing(cast: Cast) -> None:
    visitor = Visitor("wu")
    assert (await visitor.get(f"{PROGRAMS}count/")).json()["count"] == 1
    async with write_transaction():
        await GrantProgram.update({GrantProgram.removed_on: date(2026, 6, 1)}).where(
            GrantProgram.program == cast.ours.program
        )
    assert (await visitor.get(f"{PROGRAMS}count/")).json()["count"] == 0
    assert (await visitor.get(f"/admin/programs/{cast.ours.program}/progress")).status_code == 404
