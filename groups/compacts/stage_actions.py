"""From stage to stage: everybody is asked, the text is revised, adopted, signed, put in force, and changed again."""

from __future__ import annotations

from groups.activities import ceremony_queries
from groups.compacts import hearing_queries, likeness_queries, proof, rules, text_actions, text_queries
from groups.compacts.actions import end_locked, move_to
from groups.compacts.diff_rules import is_more_than_edited
from groups.compacts.schemas import (
    BegunAmendment,
    BegunRevision,
    ChosenCeremony,
    OpenedConsultation,
    OpenedSigning,
    PublishedText,
    PutInForce,
    RatifiedText,
)
from groups.compacts.stages import permitted
from groups.compacts.tables import Compact
from groups.compacts.text_queries import CompactText
from programs.method.kinds import Kind
from server import audit
from server.lib import clock
from server.lib.actor import Actor
from server.lib.checks import check_past_day, check_planned_day
from server.lib.db import lock, write_transaction
from server.lib.errors import NotFound, Refused, Stale
from server.lib.i18n import _
from server.lib.records import check_version


async def ask_everybody(compact: Compact, data: OpenedConsultation, *, actor: Actor) -> int:
    """Put the text to everybody until a day: from now on its words stand."""
    check_planned_day(data.until, field="until")
    if data.until < clock.today():
        raise Refused("compacts.until_past", field="until")
    async with write_transaction():
        compact = await permitted(compact, "ask")
        await text_actions.settle(await text_queries.texts_of(compact.id))
        await move_to(compact, "consulting", action="compact.asked", actor=actor, consulting_until=data.until)
        return compact.id


async def begin_revision(compact: Compact, data: BegunRevision, *, actor: Actor) -> int:
    """End the asking, or take an adopted text up again: a new text is begun with the words of the old one."""
    async with write_transaction():
        compact = await permitted(compact, "revise")
        await _begin_next(compact, actor=actor)
        await proof.taken_back(compact, Kind.COMPACT_RATIFIED, actor=actor)
        await move_to(
            compact,
            "revising",
            action="compact.revised",
            actor=actor,
            consulting_until=None,
            ratified_on=None,
            ratified_how=None,
            ratified_note="",
        )
        return compact.id


async def _begin_next(compact: Compact, *, actor: Actor) -> None:
    texts = await text_queries.texts_of(compact.id)
    text = text_queries.standing(texts)
    if text is None:
        raise NotFound
    await text_actions.begin_text(
        compact, text.clauses, preamble=text.preamble, last=text.number, actor=actor
    )


async def ratify(compact: Compact, data: RatifiedText, *, actor: Actor) -> int:
    """Note that the text was adopted; refused while a comment has no answer or a change no reason."""
    check_past_day(data.ratified_on, field="ratified_on")
    async with write_transaction():
        compact = await permitted(compact, "ratify")
        await _check_answered(compact)
        await text_actions.settle(await text_queries.texts_of(compact.id))
        await proof.ratified(compact, on=data.ratified_on, actor=actor)
        await move_to(
            compact,
            "ratified",
            action="compact.ratified",
            actor=actor,
            ratified_on=data.ratified_on,
            ratified_how=data.ratified_how,
            ratified_note=data.ratified_note or "",
        )
        return compact.id


async def _check_answered(compact: Compact) -> None:
    counts = await hearing_queries.counts_of(compact.id)
    if counts.unanswered:
        raise Refused("compacts.not_all_answered", num=counts.unanswered)


async def open_signing(compact: Compact, data: OpenedSigning, *, actor: Actor) -> int:
    """Let households sign; refused while the text is somebody else's or nobody was asked (S53)."""
    async with write_transaction():
        compact = await permitted(compact, "open_signing")
        found, _likeness = await likeness_queries.evidence_of(compact)
        if rules.missing_to_sign(found):
            raise Refused("compacts.not_ready_to_sign")
        await move_to(compact, "signing", action="compact.signing_opened", actor=actor)
        return compact.id


async def choose_ceremony(compact: Compact, data: ChosenCeremony, *, actor: Actor) -> int:
    """Note at which ceremony the compact was launched, or why there was none (S55)."""
    if data.ceremony and data.no_ceremony_why:
        raise Refused("compacts.one_of_both", field="no_ceremony_why")
    async with write_transaction():
        compact = await permitted(compact, "choose_ceremony")
        check_version(
            compact,
            data.version,
            {"ceremony": data.ceremony, "no_ceremony_why": data.no_ceremony_why or ""},
        )
        if data.ceremony is not None:
            options = await ceremony_queries.ceremony_options(actor, compact.community, "compact")
            if data.ceremony not in dict(options):
                raise NotFound
        await move_to(
            compact,
            compact.state,
            action="compact.ceremony_chosen",
            actor=actor,
            ceremony=data.ceremony,
            no_ceremony_why=data.no_ceremony_why or "",
        )
        return compact.id


async def put_in_force(compact: Compact, data: PutInForce, *, actor: Actor) -> int:
    """Let the compact hold from a day until its review; the one that it renews ends with that."""
    check_past_day(data.in_force_on, field="in_force_on")
    check_planned_day(data.review_on, field="review_on")
    if data.review_on <= data.in_force_on:
        raise Refused("compacts.review_too_early", field="review_on")
    async with write_transaction():
        compact = await permitted(compact, "put_in_force")
        if code := rules.refuse_in_force(data.in_force_on, ratified_on=compact.ratified_on):
            raise Refused(code, field="in_force_on", day=compact.ratified_on)
        held_on = await ceremony_queries.ceremony_held_on(compact.ceremony) if compact.ceremony else None
        if code := rules.refuse_ceremony(
            held_on=held_on,
            linked=compact.ceremony is not None,
            why_not=compact.no_ceremony_why,
            today=clock.today(),
        ):
            raise Refused(code)
        await proof.in_force(compact, on=data.in_force_on, actor=actor)
        await move_to(
            compact,
            "in_force",
            action="compact.in_force",
            actor=actor,
            in_force_on=data.in_force_on,
            review_on=data.review_on,
        )
        await _end_renewed(compact, actor=actor)
        return compact.id


async def _end_renewed(compact: Compact, *, actor: Actor) -> None:
    old = await Compact.objects().get(Compact.id == compact.renews) if compact.renews else None
    if old is not None:
        old = await lock(old)
        if old.state != "ended":
            await end_locked(old, _("Renewed: %(title)s", title=compact.title), actor=actor)


async def begin_amendment(compact: Compact, data: BegunAmendment, *, actor: Actor) -> int:
    """Begin a new text while the old one is signed and holds."""
    async with write_transaction():
        compact = await permitted(compact, "amend")
        if text_queries.being_written(await text_queries.texts_of(compact.id)) is not None:
            raise Refused("compacts.text_open")
        await _begin_next(compact, actor=actor)
        await audit.record("compact.amended", "compact", compact.id, actor=actor, program_id=compact.program)
        return compact.id


async def publish_text(compact: Compact, data: PublishedText, *, actor: Actor) -> int:
    """Put the new text in the place of the old one. A change of what was agreed is signed anew by every household (S56)."""
    async with write_transaction():
        compact = await permitted(compact, "amend")
        texts = await text_queries.texts_of(compact.id)
        text, last = text_queries.being_written(texts), text_queries.standing(texts)
        if text is None or last is None:
            raise Refused("compacts.no_open_text")
        if text.version != data.version:
            raise Stale({"text": text.whole}, version=text.version)
        _check_change(texts, last, text, substantive=data.substantive)
        if data.substantive:
            await _check_heard(compact, last, text)
        number = rules.next_number(last.number, substantive=data.substantive)
        await text_actions.fix_text(text, number=number, substantive=data.substantive, reason=data.reason)
        await audit.record(
            "compact.published",
            "compact",
            compact.id,
            actor=actor,
            program_id=compact.program,
            changes={"number": [f"{last.major}.{last.minor}", f"{number[0]}.{number[1]}"]},
            reason=data.reason,
        )
        return compact.id


def _check_change(
    texts: list[CompactText], last: CompactText, text: CompactText, *, substantive: bool
) -> None:
    if not text.clauses:
        raise Refused("compacts.no_clause")
    if text.hash_now == last.hash_now:
        raise Refused("compacts.nothing_changed")
    text_actions.check_reasons(texts, text)
    # Many small edits are a large one: what counts is how far it is from what was signed.
    changes = text_queries.whole_changes(text_queries.signed_first(texts, last), text)
    if not substantive and is_more_than_edited(changes, most=rules.MOST_EDITED):
        raise Refused("compacts.not_an_edit", field="substantive")


async def _check_heard(compact: Compact, last: CompactText, text: CompactText) -> None:
    """What was agreed is not changed behind people's backs, nor taken from elsewhere."""
    if not await hearing_queries.comments_on(last.id):
        raise Refused("compacts.nobody_heard_yet")
    await _check_answered(compact)
    likeness = await likeness_queries.likeness_of(compact, text)
    if rules.is_taken(likeness.share):
        raise Refused("compacts.text_taken")


async def drop_amendment(compact: Compact, data: BegunAmendment, *, actor: Actor) -> int:
    """Leave the old text as it is: the new one is dropped."""
    async with write_transaction():
        compact = await permitted(compact, "amend")
        text = text_queries.being_written(await text_queries.texts_of(compact.id))
        if text is None:
            raise Refused("compacts.no_open_text")
        await text_actions.drop_text(text)
        await audit.record(
            "compact.amendment_dropped", "compact", compact.id, actor=actor, program_id=compact.program
        )
        return compact.id
