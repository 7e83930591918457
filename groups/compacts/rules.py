"""The life of a compact: what each stage permits, what signing waits for, how its texts are numbered (S53–S57)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

# From this share on, a draft is somebody else's text (S53).
MOST_ALIKE = 0.6
# An edit corrects words; whoever changes more than this share of a clause changes what was agreed.
MOST_EDITED = 1 / 3
MOST_CLAUSES = 20
# How long before its review date a compact is called up.
REVIEW_NOTICE_DAYS = 30
# How long a neighbour who signed may wait until somebody looks for her door.
CONFIRM_WITHIN_DAYS = 7

# What each stage permits. Whatever a stage does not name is refused with the sentence `compacts.not_now_<act>`.
PERMITTED: dict[str, frozenset[str]] = {
    "draft": frozenset({"write", "ask", "end"}),
    "consulting": frozenset({"hear", "answer", "revise", "end"}),
    "revising": frozenset({"write", "answer", "ask", "ratify", "end"}),
    "ratified": frozenset({"revise", "open_signing", "choose_ceremony", "end"}),
    "signing": frozenset(
        {"hear", "answer", "sign", "choose_ceremony", "put_in_force", "write", "amend", "end"}
    ),
    "in_force": frozenset({"hear", "answer", "sign", "write", "amend", "measure", "renew", "end"}),
    "ended": frozenset({"renew"}),
}


def refuse_act(state: str, act: str) -> str | None:
    """A reason code when the stage of a compact does not permit an act."""
    return None if act in PERMITTED[state] else f"compacts.not_now_{act}"


def refuse_title(state: str) -> str | None:
    """A reason code once households have been asked to sign: what somebody signed keeps its name."""
    return "compacts.title_fixed" if state in {"signing", "in_force", "ended"} else None


class Evidence(NamedTuple):
    """What a text has behind it: how far it was taken from elsewhere (0–1), who was asked, what was said of it."""

    taken: float
    comments: int
    unanswered: int
    heard: int


def is_taken(share: float) -> bool:
    """Whether so much of a text stands elsewhere that it is somebody else's (S53)."""
    return share >= MOST_ALIKE


def missing_to_sign(found: Evidence) -> list[str]:
    """What is missing before anybody may be asked to sign, as short names; empty when nothing is (S53)."""
    checks = {
        "own_words": not is_taken(found.taken),
        "comments": found.comments > 0,
        "households": found.heard > 0,
        "answers": found.unanswered == 0,
    }
    return [name for name, met in checks.items() if not met]


def refuse_in_force(on: date, *, ratified_on: date | None) -> str | None:
    """A reason code when a compact would hold before it was adopted."""
    return "compacts.in_force_too_early" if ratified_on is not None and on < ratified_on else None


def refuse_ceremony(*, held_on: date | None, linked: bool, why_not: str, today: date) -> str | None:
    """A reason code when a compact has neither a ceremony that was held nor a stated exception (S55)."""
    if why_not:
        return None
    if not linked:
        return "compacts.no_ceremony"
    return "compacts.ceremony_not_held" if held_on is None or held_on > today else None


def next_number(last: tuple[int, int] | None, *, substantive: bool) -> tuple[int, int]:
    """The number of the text after `last`: a substantive change counts up the first part, an edit the second."""
    if last is None:
        return 1, 0
    return (last[0] + 1, 0) if substantive else (last[0], last[1] + 1)


def text_hash(preamble: str, clauses: Sequence[str]) -> str:
    """What a signature is bound to: the SHA-256 of the whole text in its order."""
    whole = json.dumps(["linli compact", preamble, list(clauses)], ensure_ascii=False)
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()


def name_not_there(names: Sequence[str], text: str) -> str | None:
    """The first name that cannot be taken out of a text: it does not stand there, or is one sign that other words have, too."""
    return next((name for name in names if len(name) < 2 or name not in text), None)


def moved(keys: Sequence[int], key: int, *, up: bool) -> list[int]:
    """The order of clauses with one of them moved by a place; unchanged at either end."""
    order = list(keys)
    place = order.index(key)
    other = place - 1 if up else place + 1
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
    return order


def review_state(review_on: date | None, *, today: date) -> str:
    """`overdue`, `soon`, or empty: whether a compact in force is to be looked at again."""
    if review_on is None:
        return ""
    if review_on < today:
        return "overdue"
    return "soon" if (review_on - today).days <= REVIEW_NOTICE_DAYS else ""
