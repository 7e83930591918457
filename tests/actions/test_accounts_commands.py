"""`linli user`: from an empty database to somebody who may sign in."""

import io

import pytest

from server.accounts import commands, entrance, invitations, queries
from server.accounts.entrance import Visit
from server.accounts.schemas import Acceptance
from server.accounts.tables import Organisation, UserAccount
from server.lib.errors import Refused

HERE = Visit(address="127.0.0.1", user_agent="")


async def _run(*words: str) -> list[str]:
    return await commands._run(commands._parser().parse_args(words))


async def _invited(role: str = "coordinator:organisation") -> str:
    await _run("organisation", "jia", "甲社工")
    lines = await _run("invite", "--organisation", "jia", "--role", role, "林老师")
    return lines[0].rpartition("/")[2]


async def test_the_first_coordinator_comes_in_by_a_link(database: None) -> None:
    invitation = await queries.invitation_by_token(await _invited())
    data = Acceptance(display_name="林老师", username="lin", password="tile-harbour-91")
    await invitations.accept(invitation, data)
    entered = await entrance.sign_in("lin", "tile-harbour-91", HERE)
    assert entered.actor.has("coordinator")


async def test_an_operator_is_made_with_a_password_from_a_pipe(
    database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _run("organisation", "jia", "甲社工")
    monkeypatch.setattr("sys.stdin", io.StringIO("tile-harbour-91\n"))
    await _run("add", "--organisation", "jia", "--role", "operator:installation", "Qian", "钱工")
    entered = await entrance.sign_in("qian", "tile-harbour-91", HERE)
    assert entered.actor.is_operator


async def test_a_weak_password_makes_nobody(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    await _run("organisation", "jia", "甲社工")
    monkeypatch.setattr("sys.stdin", io.StringIO("12345678\n"))
    with pytest.raises(Refused, match="password_common"):
        await _run("add", "--organisation", "jia", "--role", "operator:installation", "qian", "钱工")
    assert await UserAccount.count() == 0


async def test_reset_shut_and_open(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    await _run("organisation", "jia", "甲社工")
    monkeypatch.setattr("sys.stdin", io.StringIO("tile-harbour-91\n"))
    await _run("add", "--organisation", "jia", "--role", "facilitator:organisation", "chen", "陈社工")
    token = (await _run("reset", "ＣＨＥＮ"))[0].rpartition("/")[2]
    await invitations.choose_password(await queries.reset_by_token(token), "seven quiet lanterns")
    await _run("deactivate", "chen")
    with pytest.raises(Refused, match="wrong_sign_in"):
        await entrance.sign_in("chen", "seven quiet lanterns", HERE)
    await _run("reactivate", "chen")
    await entrance.sign_in("chen", "seven quiet lanterns", HERE)


@pytest.mark.parametrize(
    "words",
    [
        ("invite", "--organisation", "nowhere", "--role", "coordinator:organisation", "x"),
        ("invite", "--organisation", "jia", "--role", "king", "x"),
        ("invite", "--organisation", "jia", "--role", "leader:group:many", "x"),
        ("reset", "nobody"),
    ],
)
async def test_what_does_not_exist_is_named(database: None, words: tuple[str, ...]) -> None:
    await _run("organisation", "jia", "甲社工")
    with pytest.raises(commands.CommandRefused):
        await _run(*words)


async def test_short_names_are_short_and_unique(database: None) -> None:
    await _run("organisation", "jia", "甲社工")
    for slug in ("jia", "Jia", "甲", "a b", "a-"):
        with pytest.raises(Refused):
            await _run("organisation", slug, "x")
    assert await Organisation.count() == 1
