"""A compact on the street: read clause by clause, say something, and sign. No account, no script needed."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from groups.compacts import (
    hearing_actions,
    hearing_queries,
    queries,
    rules,
    signature_actions,
    signature_queries,
    text_queries,
    waiting_actions,
)
from groups.compacts.schemas import StreetComment, StreetSignature
from groups.compacts.signature_rules import HEIGHT, WIDTH
from groups.compacts.tables import Compact
from groups.compacts.text_queries import CompactText
from groups.compacts.words import CHANGES, OUTCOMES, STANCES, STATES, TONES
from programs.communities.queries import building_options, public_community
from programs.communities.tables import Community
from programs.method.rules import small_cell
from server.accounts.door import visit_of
from server.lib.actor import Actor
from server.lib.errors import NotFound
from server.lib.i18n import _, format_number, m
from server.web.access import PUBLIC
from server.web.asked import asked_id
from server.web.forms import Form, read_form, submit
from server.web.kept import keep
from server.web.pages import page, redirect

_HOME = "/c/{slug:str}/compacts/{compact_id:int}"


class Place:
    """A compact on a community's page, with the text that stands."""

    def __init__(self, community: Community, compact: Compact, texts: list[CompactText]) -> None:
        text = text_queries.standing(texts)
        if text is None:
            raise NotFound
        self.community, self.compact, self.texts, self.text = community, compact, texts, text

    @property
    def path(self) -> str:
        return f"/c/{self.community.slug}/compacts/{self.compact.id}"

    def may(self, act: str) -> bool:
        return rules.refuse_act(self.compact.state, act) is None

    def shown(self) -> dict[str, Any]:
        """What every page of the compact shows."""
        return {"community": self.community, "compact": self.compact, "text": self.text, "path": self.path}


async def place_at(slug: str, compact_id: int) -> Place:
    """The compact at an address of the street; NotFound unless the street may read it."""
    community = await public_community(slug)
    compact = await queries.public_compact(community, compact_id)
    return Place(community, compact, await text_queries.texts_of(compact.id))


def passer_by(community: Community) -> Actor:
    return Actor(user_id=None, organisation_id=community.organisation, name=_("A resident of the community"))


@get(_HOME, opt={"who": PUBLIC})
async def read_compact(request: Request, slug: FromPath[str], compact_id: FromPath[int]) -> Response[bytes]:
    """The text in large print, what was said of each clause and answered, and how many households signed."""
    place = await place_at(slug, compact_id)
    comments = await hearing_queries.told_comments(compact_id)
    tally = await signature_queries.tally_of(compact_id, major=place.text.major)
    counts = await hearing_queries.counts_of(compact_id)
    shown = page(
        request,
        "compacts/street_read.html",
        **place.shown(),
        said={key: [row for row in comments if row["clause_key"] == key] for key in [*place.text.keys, None]},
        comments=counts.comments,
        signed=_told_count(tally.current) if tally.current else None,
        signed_older=bool(tally.older),
        all_signed=_told_count(tally.all) if tally.all > tally.current else None,
        follower=await queries.follower_of(place.compact),
        several_texts=text_queries.before(place.texts, place.text) is not None,
        may_say=place.may("hear"),
        may_sign=place.may("sign"),
        states=STATES,
        tones=TONES,
        stances=STANCES,
        outcomes=OUTCOMES,
    )
    return keep(request, shown)


def shown_count(count: int) -> str:
    """A number of households as the street may read it."""
    return small_cell(count) or format_number(count)


def _told_count(count: int) -> str:
    """The same in words, for a sentence."""
    return _("fewer than 5") if small_cell(count) else format_number(count)


@get(f"{_HOME}/changes", opt={"who": PUBLIC})
async def read_changes(request: Request, slug: FromPath[str], compact_id: FromPath[int]) -> Response[bytes]:
    """What changed from each text to the next, and why."""
    place = await place_at(slug, compact_id)
    return page(
        request,
        "compacts/street_changes.html",
        **place.shown(),
        steps=text_queries.steps_of(place.texts),
        change_words=CHANGES,
    )


@get(f"{_HOME}/comment", opt={"who": PUBLIC})
async def comment_form(request: Request, slug: FromPath[str], compact_id: FromPath[int]) -> Response[bytes]:
    """The form: one clause, what one thinks of it, one box."""
    place = await place_at(slug, compact_id)
    return await _comment(request, place, Form.blank(StreetComment, clause=asked_id(request, "clause")))


async def _comment(request: Request, place: Place, form: Form[StreetComment]) -> Response[bytes]:
    key = form.values.get("clause")
    return page(
        request,
        "compacts/street_comment.html",
        **place.shown(),
        form=form,
        clause=next((one for one in place.text.clauses if str(one.key) == str(key)), None),
        buildings=await building_options(place.community.id),
        stances=list(STANCES.items()),
        may_say=place.may("hear"),
        state=STATES[place.compact.state],
    )


@post(f"{_HOME}/comment", opt={"who": PUBLIC})
async def send_comment(request: Request, slug: FromPath[str], compact_id: FromPath[int]) -> Response[Any]:
    """Take down what somebody says of a clause, and lead back to the text."""
    place = await place_at(slug, compact_id)
    return await submit(
        request,
        await read_form(request, StreetComment),
        action="compact.commented",
        actor=passer_by(place.community),
        write=lambda data, actor: hearing_actions.comment_on_street(
            place.compact, data, address=visit_of(request).address, actor=actor
        ),
        done=lambda _: redirect(
            place.path, m("Thank you. Every comment is read and answered; the answer will stand here.")
        ),
        again=lambda form: _comment(request, place, form),
    )


@get(f"{_HOME}/sign", opt={"who": PUBLIC})
async def sign_form(request: Request, slug: FromPath[str], compact_id: FromPath[int]) -> Response[bytes]:
    """The form: the whole text, the door, the name, a pledge of one's own."""
    place = await place_at(slug, compact_id)
    form = Form.blank(StreetSignature, text_hash=place.text.text_hash)
    return await _sign(request, place, form)


async def _sign(request: Request, place: Place, form: Form[StreetSignature]) -> Response[bytes]:
    read = next((text for text in place.texts if text.text_hash == form.values.get("text_hash")), None)
    changed = read is not None and read.text_hash != place.text.text_hash
    if form.theirs:
        form.values["text_hash"] = place.text.text_hash
    return page(
        request,
        "compacts/street_sign.html",
        **place.shown(),
        form=form,
        steps=[text_queries.step_between(read, place.text)] if changed and read else [],
        change_words=CHANGES,
        buildings=await building_options(place.community.id),
        may_sign=place.may("sign"),
        state=STATES[place.compact.state],
        width=WIDTH,
        height=HEIGHT,
    )


@post(f"{_HOME}/sign", opt={"who": PUBLIC})
async def sign(request: Request, slug: FromPath[str], compact_id: FromPath[int]) -> Response[Any]:
    """Take a household's signature, and lead to its receipt."""
    place = await place_at(slug, compact_id)
    form = await read_form(request, StreetSignature)
    token = signature_actions.receipt_token(form.op_id, place.compact.id)

    async def again(form: Form[StreetSignature]) -> Response[bytes]:
        return await _sign(request, await place_at(slug, compact_id), form)

    return await submit(
        request,
        form,
        action="compact.signed",
        actor=passer_by(place.community),
        write=lambda data, actor: waiting_actions.sign_on_street(
            place.compact, data, address=visit_of(request).address, actor=actor
        ),
        done=lambda counts: redirect(
            f"{place.path}/receipts/{token}",
            m("Signed. Thank you!") if counts else m("Written down. It counts once your door is confirmed."),
        ),
        again=again,
    )


async def street_section(community: Community) -> tuple[str, dict[str, Any]] | None:
    """The compacts of a community with what one can do now: say something, or sign; and how many households signed."""
    shown = [
        {**row, "signed": _told_count(row["signed"]) if row["signed"] else None}
        for row in await queries.public_compacts(community.id)
    ]
    if not shown:
        return None
    return "compacts/street.html", {"compacts": shown, "states": STATES, "tones": TONES}


HANDLERS = [
    read_compact,
    read_changes,
    comment_form,
    send_comment,
    sign_form,
    sign,
]
