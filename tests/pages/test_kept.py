"""The street's page is kept for a moment, and nothing of one visitor is ever kept for another."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from programs.communities.tables import Community
from server.lib import db
from server.lib.db import write_transaction
from server.web import kept
from tests.cast import Cast
from tests.databases import at_most_queries
from tests.honours import agreed, awarded, nominated
from tests.visitor import Visitor, application

_CONSENT = "/desk/residents/{}/consents/withdraw"
STREET = "/c/wufuqiao"


@pytest.fixture(autouse=True)
def keeping(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(kept, "FRESH_S", 60.0)
    yield
    application().forget()


async def _rename(cast: Cast, name: str) -> None:
    async with write_transaction():
        await Community.update({Community.name: name}).where(Community.id == cast.ours.community)


async def test_the_second_visitor_costs_no_query(cast: Cast) -> None:
    first = await Visitor().get(STREET)
    with at_most_queries(0):
        second = await Visitor().get(STREET)
    assert second.text == first.text
    assert second.headers["content-security-policy"] == first.headers["content-security-policy"]


async def test_a_visitor_is_given_no_cookie(cast: Cast) -> None:
    for _ in range(2):
        answer = await Visitor().get(STREET)
        assert "set-cookie" not in answer.headers
        assert "csrf" not in answer.text


async def test_a_signed_in_person_sees_her_own_page_and_nobody_else_does(cast: Cast) -> None:
    mine = await Visitor("chen").get(STREET)
    assert "陈社工" in mine.text
    assert "陈社工" not in (await Visitor().get(STREET)).text
    assert "陈社工" in (await Visitor("chen").get(STREET)).text
    assert "林老师" in (await Visitor("lin").get(STREET)).text
    assert mine.headers["cache-control"] == "no-store"


async def test_a_notice_is_for_one_reader(cast: Cast) -> None:
    told = Visitor()
    told.http.cookies.set("notice", "Saved")
    assert "Saved" in (await told.get(STREET)).text
    assert "Saved" not in (await Visitor().get(STREET)).text
    told.http.cookies.set("notice", "Saved")
    assert "Saved" in (await told.get(STREET)).text


async def test_each_reads_in_her_language_and_size(cast: Cast) -> None:
    elder = Visitor()
    elder.http.cookies.set("mode", "elder")
    for _ in range(2):
        assert 'lang="zh-CN"' in (await Visitor().get(STREET)).text
        assert '<html lang="en"' in (await Visitor(language="en").get(STREET)).text
        assert 'data-mode="elder"' in (await elder.get(STREET)).text
        plain = await Visitor().get(STREET, headers={"accept-encoding": "identity"})
        assert "content-encoding" not in plain.headers


async def test_an_address_with_a_question_is_written_for_it_alone(cast: Cast) -> None:
    assert "?from=chat" in (await Visitor().get(f"{STREET}?from=chat")).text
    assert "?from=chat" not in (await Visitor().get(STREET)).text


async def test_who_has_the_page_is_not_sent_it_again(cast: Cast) -> None:
    tag = (await Visitor().get(STREET)).headers["etag"]
    answer = await Visitor().get(STREET, headers={"if-none-match": tag})
    assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", tag)
    application().forget()
    assert (await Visitor().get(STREET, headers={"if-none-match": tag})).status_code == 304
    assert (await Visitor().get(STREET, headers={"if-none-match": '"another"'})).status_code == 200


async def test_a_page_with_names_holds_until_the_next_write(cast: Cast) -> None:
    await awarded(cast, await agreed(cast, await nominated(cast)))
    await Visitor().get(STREET)
    with at_most_queries(0 if db.engine().kind == "sqlite" else 1):
        first = await Visitor().get(STREET)
    assert first.headers["cache-control"] == "private, no-cache"
    assert "猫奶奶" in first.text
    again = await Visitor().get(STREET, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    withdrawn = {"purpose": "publicity"}
    assert (
        await Visitor("chen").post(_CONSENT.format(cast.ours.residents["猫奶奶"]), withdrawn)
    ).status_code == 303
    after = await Visitor().get(STREET, headers={"if-none-match": first.headers["etag"]})
    assert (after.status_code, "猫奶奶" in after.text) == (200, False)


async def test_a_change_shows_after_a_moment(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "FRESH_S", 0.0)
    await Visitor().get(STREET)
    await _rename(cast, "改名社区")
    assert "改名社区" in (await Visitor().get(STREET)).text


async def test_only_the_street_is_kept(cast: Cast) -> None:
    for path in ("/", "/sign-in", "/c/nowhere", "/desk", "/health/live"):
        first, second = await Visitor().get(path), await Visitor().get(path)
        assert first.headers.get("etag") is None
        assert first.status_code == second.status_code
