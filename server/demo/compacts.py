"""How a compact comes about (S53-S57): from needs to signatures, a change that is signed anew, and what is remembered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

import msgspec

from groups.activities import ceremony_actions, ceremony_queries
from groups.activities.ceremony_schemas import NewCeremony, TickedItem
from groups.activities.queries import access_activity
from groups.compacts import (
    actions,
    draft_actions,
    hearing_actions,
    hearing_queries,
    measure_actions,
    queries,
    signature_actions,
    stage_actions,
    text_queries,
)
from groups.compacts.schemas import (
    AnsweredComment,
    BegunAmendment,
    BegunRevision,
    ChosenCeremony,
    EditedClause,
    HeardDoor,
    HeardDoors,
    NewClause,
    NewCompact,
    NewPractice,
    NewRecall,
    OpenedConsultation,
    OpenedSigning,
    PublishedText,
    PutInForce,
    RatifiedText,
    SignedDoor,
    SignedDoors,
)
from groups.compacts.tables import Compact
from groups.compacts.text_queries import CompactText
from programs.communities.tables import Building
from programs.residents import place_actions
from programs.residents.place_schemas import DoorsOfBuilding
from server.demo.program import on, op
from server.demo.story import Story
from server.lib import db

Outcome = Literal["taken_up", "partly", "explained"]
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"


class Said(msgspec.Struct):
    """A comment: on which clause (None is the whole), what it says, and the answer to it."""

    clause: int | None
    stance: Literal["agree", "change", "against"]
    text: str
    outcome: Outcome
    answer: str


class CompactStory:
    """One compact, told by the actor of a program's story."""

    def __init__(self, story: Story, compact_id: int) -> None:
        self.story = story
        self.id = compact_id

    @classmethod
    async def begin(
        cls, story: Story, day: date, title: str, clauses: Sequence[tuple[str, str, str]], *, group: int
    ) -> CompactStory:
        """Draft it: each clause with its source and a note on it; of a `need` the note is its words."""
        with on(day):
            data = NewCompact(**op(), title=title, program=story.program_id, group=group)
            told = cls(story, await actions.begin_compact(story.community, data, actor=story.actor))
            found = await db.rows(
                "SELECT text, id FROM need WHERE program = {} AND voided_at IS NULL ORDER BY id DESC",
                story.program_id,
            )
            needs = {row["text"]: row["id"] for row in found}
            for text, source, note in clauses:
                from_need = source == "need"
                clause = NewClause(
                    **op(),
                    text=text,
                    source=f"need:{needs[note]}" if from_need else source,
                    origin_note=None if from_need else note,
                )
                await draft_actions.add_clause(await told.row(), clause, actor=story.actor)
        return told

    async def row(self) -> Compact:
        """The compact as it stands."""
        return await queries.access_compact(self.story.actor, self.id)

    async def texts(self) -> list[CompactText]:
        """Its texts, the oldest first."""
        return await text_queries.texts_of(self.id)

    async def ask(
        self, day: date, doors: Sequence[tuple[int, int]], said: Sequence[Said], *, until: date
    ) -> None:
        """Ask at so many doors of each building; what was said stands with the first doors, and is answered a week later."""
        actor, waiting = self.story.actor, list(said)
        with on(day):
            await stage_actions.ask_everybody(
                await self.row(), OpenedConsultation(**op(), until=until), actor=actor
            )
        for number, (building, count) in enumerate(doors):
            with on(day + timedelta(days=1 + number), 19):
                homes = await doors_of(building, count)
                comments = [
                    waiting.pop(0) if waiting and place % 7 == 0 else None for place in range(len(homes))
                ]
                heard = [_heard(home, one) for home, one in zip(homes, comments, strict=True)]
                data = HeardDoors(
                    **op(), heard_by="door", heard_on=day + timedelta(days=1 + number), doors=heard
                )
                await hearing_actions.hear_doors(await self.row(), data, actor=actor)
        await self._answer(until, said)

    async def _answer(self, day: date, said: Sequence[Said]) -> None:
        answers = {one.text: one for one in said}
        with on(day):
            for comment in await hearing_queries.comments_of(self.id):
                found, compact = await queries.access_comment(self.story.actor, comment["id"])
                if found.answered_on is None and (one := answers.get(found.text)):
                    data = AnsweredComment(
                        **op(), version=found.version, outcome=one.outcome, answer=one.answer
                    )
                    await hearing_actions.answer_comment(compact, found, data, actor=self.story.actor)

    async def revise(self, day: date, number: int = 0, text: str = "", reason: str = "") -> None:
        """Take it up again after the asking; without a clause to write anew it stays as it was read."""
        with on(day):
            await stage_actions.begin_revision(
                await self.row(), BegunRevision(**op()), actor=self.story.actor
            )
            if number:
                await self._rewrite(number, text, reason)

    async def _rewrite(self, number: int, text: str, reason: str, *, edit: bool = False) -> int:
        """Write a clause anew because of what was said of it, or only its words; how often the text was written."""
        written = (await self.texts())[-1]
        clause = written.clauses[number - 1]
        said = [
            row["id"] for row in await hearing_queries.comments_of(self.id) if row["clause_key"] == clause.key
        ]
        data = EditedClause(
            **op(),
            version=written.version,
            text=text,
            source=clause.origin if edit else f"comment:{said[-1]}",
            origin_note=clause.origin_note or None,
            reason=reason,
        )
        await draft_actions.edit_clause(await self.row(), clause.key, data, actor=self.story.actor)
        return (await self.texts())[-1].version

    async def adopt(self, day: date, note: str) -> None:
        """Let the representatives adopt the text, and open it for signing."""
        with on(day):
            data = RatifiedText(**op(), ratified_on=day, ratified_how="representatives", ratified_note=note)
            await stage_actions.ratify(await self.row(), data, actor=self.story.actor)
            await stage_actions.open_signing(await self.row(), OpenedSigning(**op()), actor=self.story.actor)

    async def launch(self, day: date, ceremony: int, *, review_on: date) -> None:
        """Put it in force at its ceremony."""
        with on(day, 20):
            compact = await self.row()
            chosen = ChosenCeremony(**op(), version=compact.version, ceremony=ceremony)
            await stage_actions.choose_ceremony(compact, chosen, actor=self.story.actor)
            data = PutInForce(**op(), in_force_on=day, review_on=review_on)
            await stage_actions.put_in_force(await self.row(), data, actor=self.story.actor)

    async def sign(self, day: date, doors: Sequence[tuple[int, int]], pledges: Sequence[str]) -> None:
        """Let the first doors of each building sign the text that stands, on paper."""
        with on(day, 20):
            text = next(one for one in reversed(await self.texts()) if one.text_hash)
            for building, count in doors:
                signed = [
                    SignedDoor(
                        household=home,
                        name=f"{_SURNAMES[place % len(_SURNAMES)]}家",
                        pledge=pledges[place % len(pledges)],
                    )
                    for place, home in enumerate(await doors_of(building, count))
                ]
                data = SignedDoors(**op(), text_hash=text.text_hash, signed_on=day, doors=signed)
                await signature_actions.sign_on_paper(await self.row(), data, actor=self.story.actor)

    async def change(self, day: date, number: int, text: str, reason: str, *, edit: bool = False) -> None:
        """Change what was agreed: every household is asked to sign again. An `edit` asks nobody."""
        with on(day):
            await stage_actions.begin_amendment(
                await self.row(), BegunAmendment(**op()), actor=self.story.actor
            )
            version = await self._rewrite(number, text, reason, edit=edit)
            data = PublishedText(**op(), version=version, reason=reason, substantive=not edit)
            await stage_actions.publish_text(await self.row(), data, actor=self.story.actor)

    async def hear_more(self, day: date, building: int, said: Sequence[Said], *, answered_on: date) -> None:
        """Hear what people think at the first doors of a building while the compact holds, and answer all of it."""
        with on(day, 19):
            heard = [
                _heard(home, one) for home, one in zip(await doors_of(building, len(said)), said, strict=True)
            ]
            data = HeardDoors(**op(), heard_by="door", heard_on=day, doors=heard)
            await hearing_actions.hear_doors(await self.row(), data, actor=self.story.actor)
        await self._answer(answered_on, said)

    async def recall(self, day: date, asked: int, recalled: int) -> None:
        """Ask people which clauses they remember."""
        with on(day):
            data = NewRecall(**op(), asked_on=day, asked=asked, recalled=recalled)
            await measure_actions.count_recall(await self.row(), data, actor=self.story.actor)

    async def practise(self, day: date, number: int, kept: int, broken: int, place: str) -> None:
        """Count who keeps a clause, at one place."""
        with on(day):
            clause = (await self.texts())[-1].clauses[number - 1].key
            data = NewPractice(**op(), clause=clause, seen_on=day, kept=kept, broken=broken, place=place)
            await measure_actions.count_practice(await self.row(), data, actor=self.story.actor)


def _heard(home: int, said: Said | None) -> HeardDoor:
    if said is None:
        return HeardDoor(household=home)
    return HeardDoor(household=home, clause=said.clause, stance=said.stance, text=said.text)


async def doors_of(building: int, count: int) -> list[int]:
    """The first doors of a building, in the order in which they were entered."""
    found = await db.rows(
        "SELECT id FROM household WHERE building = {} AND arrives_with IS NULL ORDER BY id LIMIT {}",
        building,
        count,
    )
    return [row["id"] for row in found]


async def enter_doors(
    story: Story, day: date, buildings: Sequence[int], *, floors: int, per_floor: int
) -> None:
    """Enter the doors of buildings whose doors are not known yet."""
    with on(day):
        for building_id in buildings:
            building = await Building.objects().get(Building.id == building_id)
            if building is None:
                raise LookupError(building_id)
            data = DoorsOfBuilding(**op(), first_floor=1, last_floor=floors, per_floor=per_floor)
            await place_actions.add_doors(building, data, actor=story.actor)


async def celebrate(
    story: Story,
    activity_id: int,
    day: date,
    *,
    seats: int,
    guests: str,
    purpose: Literal["both", "recognition"] = "both",
) -> int:
    """Make an activity that was held a ceremony with everything ready; its id."""
    with on(day, 21):
        activity = await access_activity(story.actor, activity_id)
        data = NewCeremony(**op(), purpose=purpose, seats=seats, guests=guests)
        ceremony_id = await ceremony_actions.make_ceremony(activity, data, actor=story.actor)
        for items in await ceremony_queries.items_of(ceremony_id):
            for row in items:
                item, _ceremony = await ceremony_queries.access_item(story.actor, row["id"])
                await ceremony_actions.tick_item(item, TickedItem(**op(), done=True), actor=story.actor)
        return ceremony_id
