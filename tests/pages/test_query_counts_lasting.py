"""The pages of what makes a place last ask the database as often with thirty rows as with three."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from groups.activities.tables import Activity, Ceremony
from groups.compacts.tables import CompactComment, CompactSignature
from groups.habits.tables import HabitChallenge, HabitEntry, SmallDeed
from groups.teams.tables import Group, GroupLeader, HandOverItem, Membership
from incentives.reciprocity.tables import (
    CorrectionRequest,
    Exchange,
    InterestDeclaration,
    LeaderDecision,
    LoadCheck,
    Pressure,
    ServiceAgreement,
    ServiceIncident,
    SupportTask,
)
from incentives.recognition.tables import (
    Award,
    CareTalk,
    CommunityHonour,
    Follower,
    Honour,
    Nomination,
    NominationReview,
    PublicityItem,
    RoleModelStory,
)
from programs.method.tables import CaseQuote, Mechanism
from programs.residents.tables import Household, Photo, PhotoPerson, Resident
from server.lib import db
from tests import compact_deeds
from tests.cast import Cast, _row
from tests.pages.test_query_counts import _asked
from tests.visitor import Visitor

DAY = date(2026, 3, 1)
FEW, MANY = 3, 30

PAGES = (
    "/desk/compacts",
    "/desk/compacts/{compact}",
    "/desk/compacts/{compact}/comments",
    "/desk/compacts/{compact}/signatures",
    "/desk/compacts/{compact}/buildings/{building}/signed",
    "/c/wufuqiao/compacts/{compact}",
    "/my/compacts",
    "/desk/honours",
    "/desk/communities/{community}/nominations",
    "/desk/communities/{community}/awards",
    "/desk/communities/{community}/balance",
    "/desk/communities/{community}/recognition",
    "/desk/communities/{community}/ceremonies",
    "/desk/communities/{community}/photos",
    "/desk/residents/{resident}/recognition",
    "/desk/residents/{resident}/protection",
    "/desk/residents/{resident}",
    "/desk/ceremonies/{ceremony}",
    "/c/wufuqiao/honours",
    "/c/wufuqiao/deeds",
    "/c/wufuqiao/decisions",
    "/desk/agreements",
    "/desk/agreements/{agreement}",
    "/desk/decisions",
    "/desk/corrections",
    "/desk/leader-protection",
    "/desk/habits/{habit}",
    "/desk/habits/{habit}/chart",
    "/desk/deeds",
    "/desk/programs/{program}/hand-over",
    "/desk/programs/{program}/quotes",
    "/desk/programs/{program}/consolidation",
    "/c/wufuqiao",
)


async def _first(cast: Cast) -> dict[str, int]:
    """The rows whose pages are asked for, by name."""
    ours = cast.ours
    compact = await compact_deeds.to_signing(cast)
    async with db.write_transaction():
        wall = {"organisation": ours.organisation}
        place = {**wall, "community": ours.community}
        person = next(iter(ours.residents.values()))
        await Activity.update({Activity.state: "held"}).where(Activity.id == ours.activity)
        sides = {"giver": person, "receiver": list(ours.residents.values())[1]}
        duties = {"service": "理发", "giver_duties": "准时", "receiver_duties": "说谢谢", "state": "active"}
        return {
            "compact": compact,
            "building": ours.building,
            "program": ours.program,
            "community": ours.community,
            "resident": person,
            "ceremony": await _row(Ceremony, **wall, activity=ours.activity, purpose="recognition"),
            "agreement": await _row(ServiceAgreement, **place, **sides, **duties, starts_on=DAY),
            "habit": await _row(HabitChallenge, **place, title="打太极", what="早上七点", starts_on=DAY),
            "honour": await _row(Honour, **wall, name="模范", criteria="x", signed_by="居委会"),
        }


async def _more(cast: Cast, known: dict[str, int], first: int, last: int) -> None:
    async with db.write_transaction():
        for number in range(first, last):
            place = {"organisation": cast.ours.organisation, "community": cast.ours.community}
            named = {"name": f"邻居{number}", "folded_name": f"邻居{number}"}
            person = await _row(Resident, **place, **named)
            await _agreed(cast, known, number, person)
            await _thanked(cast, known, number, person)
            await _even(cast, known, number, person)


async def _agreed(cast: Cast, known: dict[str, int], number: int, person: int) -> None:
    ours, wall = cast.ours, {"organisation": cast.ours.organisation}
    text = await compact_deeds.text(known["compact"])
    door = await _row(Household, **wall, community=ours.community, building=ours.building, door=f"{number}99")
    under = {**wall, "compact": known["compact"], "compact_version": text.id, "household": door}
    said = {"clause_key": 1, "stance": "change", "text": "早一点", "raised_on": DAY, "answered_on": DAY}
    await _row(CompactComment, **under, **said, heard_by="door", answer="好", outcome="explained")
    signed = {"how": "typed", "text_hash": text.text_hash, "signed_on": DAY}
    await _row(CompactSignature, **under, name=f"邻居{number}", **signed)
    await _row(
        HabitEntry,
        **wall,
        challenge=known["habit"],
        label=f"邻居{number}",
        resident=person,
        joined_on=DAY,
    )
    await _row(SmallDeed, **wall, community=ours.community, text="扫地", done_on=DAY, building=ours.building)


async def _thanked(cast: Cast, known: dict[str, int], number: int, person: int) -> None:
    ours, wall = cast.ours, {"organisation": cast.ours.organisation}
    place, day = {**wall, "community": ours.community}, DAY + timedelta(days=number)
    of: dict[str, Any] = {**place, "resident": person}
    made = {"honour": known["honour"], "deed": "扫楼道", "deed_on": DAY, "proposed_on": day}
    await _row(Honour, **wall, name=f"荣誉{number}", criteria="x", signed_by="居委会")
    waiting = await _row(Nomination, **of, **made, proposed_by="neighbour", proposer=known["resident"])
    await _row(
        NominationReview,
        **wall,
        nomination=waiting,
        reviewer_resident=known["resident"],
        in_favour=True,
        reviewed_on=day,
    )
    honoured = person if number % 2 else known["resident"]
    given = await _row(
        Nomination, **{**of, "resident": honoured}, **made, proposed_by="staff", state="awarded"
    )
    numbered = {"year": 2026, "serial": number + 1, "code": f"{number:032x}", "ceremony": known["ceremony"]}
    await _row(Award, **place, nomination=given, **numbered, awarded_on=DAY)
    await _row(CommunityHonour, **place, title=f"示范{number}", given_by="区里", given_on=DAY)
    size = {"content_type": "image/webp", "width": 1, "height": 1, "size": 1}
    photo = await _row(Photo, **place, file_id=f"f{number}", **size)
    await _row(PhotoPerson, **wall, photo=photo, resident=person)
    shown = {"medium": "board", "title": f"上墙{number}", "place": "门口", "shown_on": DAY, "photo": photo}
    for one in (person, known["resident"]):
        await _row(PublicityItem, **{**of, "resident": one}, **shown)
        await _row(CareTalk, **{**of, "resident": one}, kind="talk", talked_on=DAY)
        story = {"title": f"故事{number}", "story": "x", "told_on": DAY, "published_on": DAY}
        await _row(RoleModelStory, **{**of, "resident": one}, **story)
    await _row(Follower, **of, because_of=known["resident"], joined_on=DAY)
    activity = await _row(Activity, **place, title=f"典礼{number}", held_on=day, participants=1)
    await _row(Ceremony, **wall, activity=activity, purpose="both")


async def _even(cast: Cast, known: dict[str, int], number: int, person: int) -> None:
    ours, wall = cast.ours, {"organisation": cast.ours.organisation}
    place = {**wall, "community": ours.community}
    sides = {"giver": person, "receiver": known["resident"]}
    duties = {"service": "理发", "giver_duties": "准时", "receiver_duties": "说谢谢", "state": "paused"}
    agreement = await _row(ServiceAgreement, **place, **sides, **duties, starts_on=DAY)
    for one in (agreement, known["agreement"]):
        await _row(Exchange, **wall, agreement=one, given_by="giver", what="理发", given_on=DAY)
        await _row(
            ServiceIncident, **wall, agreement=one, kind="boundary", happened_on=DAY, what="x", feeling=2
        )
    for one in (person, known["resident"]):
        of = {**place, "resident": one}
        await _row(InterestDeclaration, **of, declared_on=DAY)
        await _row(Pressure, **of, kind="rumour", happened_on=DAY, what="x")
        await _row(SupportTask, **of, title=f"陪{number}", due_on=DAY)
        await _row(LoadCheck, **wall, resident=one, checked_on=DAY, hours_a_week=3, heaviness=2)
        await _row(CorrectionRequest, **of, text="时间不对", asked_on=DAY)
        await _row(LeaderDecision, **of, decided_on=DAY, what="买灯", why="暗", published_on=DAY)
    proved = {"kind": "trust", "what": "例会", "proof": "document", "proof_note": "柜里", "proved_on": DAY}
    await _row(Mechanism, **wall, program=ours.program, **proved)
    await _row(CaseQuote, **wall, program=ours.program, resident=person, text="好", said_on=DAY)
    group = await _row(Group, **place, program=ours.program, name=f"小组{number}", formed_on=DAY)
    await _row(Membership, **wall, group=group, resident=person, joined_on=DAY)
    leads = {"group": group, "resident": person, "position": "leader", "chosen_how": "offered"}
    term = await _row(GroupLeader, **wall, **leads, since=DAY)
    await _row(HandOverItem, **wall, group_leader=term, kind="seal", what="章", none_held=False)


async def test_these_pages_ask_the_same_however_many_rows(cast: Cast) -> None:
    known = await _first(cast)
    urls = [url.format(**known) for url in PAGES]
    chen, zhao, nobody = Visitor("chen"), Visitor("zhao"), Visitor()
    readers = {
        url: nobody if url.startswith("/c/") else zhao if url.startswith("/my") else chen for url in urls
    }
    await _more(cast, known, 0, FEW)
    asked = {url: await _asked(readers[url], url) for url in urls}
    await _more(cast, known, FEW, MANY)
    grown = {url: (asked[url], now) for url in urls if (now := await _asked(readers[url], url)) > asked[url]}
    assert grown == {}
    assert {url: found for url, found in asked.items() if found > 45} == {}
