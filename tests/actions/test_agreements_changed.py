"""A service that is changed, hurt and changed again, one that a household receives, and where refusals stand (S86)."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from incentives.reciprocity import agreement_actions, agreement_queries, exchange_actions
from incentives.reciprocity.agreement_schemas import EditedAgreement, EndedAgreement, NewExchange
from incentives.reciprocity.tables import ServiceAgreement
from programs.communities.tables import Community
from server import audit
from server.lib import clock, db
from server.lib.errors import NotFound, Refused
from tests.actions.test_agreements import DAY, NOON, accept, agreement, drafted, give, hurt, op, talk
from tests.actions.test_listening import sums
from tests.cast import Cast, _row


async def edited(cast: Cast, row_id: int, **new: Any) -> ServiceAgreement:
    """The service as it stands after somebody saved it with `new` in its form."""
    row = await agreement(row_id)
    names = ("version", "service", "giver_duties", "receiver_duties", "starts_on", "program")
    data = EditedAgreement(**{**op(), **{name: getattr(row, name) for name in names}, **new})
    with clock.at(NOON):
        await agreement_actions.edit(row, data, actor=cast.chen)
    return await agreement(row_id)


async def test_only_what_was_agreed_is_asked_about_anew_and_a_pause_outlives_every_change(cast: Cast) -> None:
    row_id = await drafted(cast)
    await accept(cast, row_id, "giver", "receiver")
    assert (await edited(cast, row_id, starts_on=date(2026, 5, 2))).state == "active"
    assert await sums(cast.ours.program) == {("agreement.active", ""): 1}
    first = await agreement(row_id)
    assert (await edited(cast, row_id, service="只聊聊天")).state == "draft"
    assert await sums(cast.ours.program) == {}
    assert (await edited(cast, row_id, service=first.service)).state == "active"
    incident = await hurt(cast, row_id)
    for words in ("不再来", first.giver_duties):
        assert (await edited(cast, row_id, giver_duties=words)).state == "paused"
        for refused in (accept(cast, row_id, "giver"), give(cast, row_id)):
            with pytest.raises(Refused, match=r"talk_first|paused"):
                await refused
    await talk(cast, incident)
    # What both said yes to before they were hurt is asked anew, whatever the words are.
    assert (await edited(cast, row_id, giver_duties="准时来")).state == "paused"
    log = await audit.entries_of("service_agreement", row_id, organisation_id=cast.ours.organisation)
    changes = [msgspec.json.decode(entry["changes"]) for entry in log if entry["changes"]]
    words = [pair for one in changes for name, pair in one.items() if name in {"service", "giver_duties"}]
    assert words == [None] * 5  # that they changed, and not to what
    assert any("starts_on" in one for one in changes)


async def test_what_a_refusal_is_about_stands_beside_its_day(cast: Cast) -> None:
    row_id = await drafted(cast, starts_on=DAY)
    early = EndedAgreement(**op(), ended_on=date(2026, 5, 19), reason="不做了")
    await accept(cast, row_id, "giver", "receiver")
    faults = {}
    with clock.at(NOON):
        row = await agreement(row_id)
        given = NewExchange(**op(), given_by="giver", what="帮忙", given_on=date(2026, 5, 19))
        for name, refused in (
            ("ended_on", agreement_actions.end(row, early, actor=cast.chen)),
            ("given_on", exchange_actions.note_exchange(row, given, actor=cast.chen)),
        ):
            with pytest.raises(Refused) as fault:
                await refused
            faults[name] = fault.value.field
    incident = await hurt(cast, row_id)
    with pytest.raises(Refused) as fault:
        await give(cast, row_id)
    assert fault.value.field is None
    await talk(cast, incident)
    with pytest.raises(Refused, match="accepted_before_talk") as fault:
        await accept(cast, row_id, "giver", on=date(2026, 5, 19))
    assert {**faults, "accepted_on": fault.value.field} == {name: name for name in (*faults, "accepted_on")}
    with clock.at(NOON):
        on_the_day = msgspec.structs.replace(early, **op(), ended_on=DAY)
        await agreement_actions.end(await agreement(row_id), on_the_day, actor=cast.chen)
    # A draft that nobody said yes to is put away on any day.
    never = await drafted(cast, starts_on=date(2026, 6, 1))
    with clock.at(NOON):
        await agreement_actions.end(
            await agreement(never), msgspec.structs.replace(early, **op()), actor=cast.chen
        )
    assert (await agreement(never)).state == "ended"


async def test_a_whole_household_receives_a_service_at_its_door(cast: Cast) -> None:
    ours, theirs = [
        (await db.rows("SELECT id FROM household WHERE community = {}", place))[0]["id"]
        for place in (cast.ours.community, cast.theirs.community)
    ]
    row_id = await drafted(cast, receiver_name=None, household=ours)
    await accept(cast, row_id, "giver", "receiver")
    row, card = await agreement(row_id), await agreement_queries.card_of(row_id)
    assert (row.state, row.receiver, row.household) == ("active", None, ours)
    assert card["receiver_name"].endswith("301")
    [lives_there, *_] = await db.rows("SELECT id FROM resident WHERE household = {}", ours)
    with pytest.raises(Refused, match="gives_herself"):
        await drafted(cast, giver=lives_there["id"], receiver_name=None, household=ours)
    with pytest.raises(NotFound):
        await drafted(cast, receiver_name=None, household=theirs)
    async with db.write_transaction():
        next_door = await _row(
            Community, organisation=cast.ours.organisation, name="红旗社区", slug="hongqi", district=""
        )
        await db.execute("UPDATE household SET community = {} WHERE id = {}", next_door, ours)
    with pytest.raises(NotFound):
        await drafted(cast, receiver_name=None, household=ours)
