"""What anybody may learn from a code (S70): that it is valid, revoked and for which kind of reason, or unknown."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Literal

import msgspec

from incentives.recognition.certificate_rules import grouped

State = Literal["valid", "revoked", "unknown"]

_CODE = re.compile(r"[0-9a-f]{32}", re.ASCII)
_BETWEEN = re.compile(r"[\s\-–—]+")
# A code that is never given: what is no code is looked up as this one, so that it costs and looks the same.
NO_CODE = "0" * 32
_LONGEST = 80
# No code has these letters.
_TAKEN_FOR = str.maketrans("oil", "011")


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to a code. `kind` says what the code belongs to: `award`, `letter`, or `""`.

    `on` is the day on which it was given, of a revoked one the day of that. `name_as_allowed` is "" when nothing of the
    person may be shown; `reason_class` is a key of `REVOKE_CLASSES`.
    """

    state: State
    kind: str = ""
    title: str = ""
    on: date | None = None
    name_as_allowed: str = ""
    by: str = ""
    number: str = ""
    place: str = ""
    reason_class: str = ""


UNKNOWN = Verdict(state="unknown")


def read_code(text: str) -> str:
    """The code in what was typed or scanned, however it was grouped; NO_CODE for whatever is none.

    Letters of a Chinese keyboard are as wide as hanzi, and an eye takes 0 for o: neither makes a paper false.
    """
    plain = unicodedata.normalize("NFKC", text[:_LONGEST])
    code = _BETWEEN.sub("", plain).lower().translate(_TAKEN_FOR)
    return code if _CODE.fullmatch(code) else NO_CODE


def typed_code(text: str) -> str:
    """What was typed, to be compared with the paper and mended: a code in groups of four as the paper has it."""
    code = read_code(text)
    return text[:_LONGEST] if code == NO_CODE else grouped(code)


def verdict_of_award(
    *,
    title: str,
    number: str,
    awarded_on: date,
    revoked_on: date | None,
    revoke_class: str | None,
    shown: str | None,
    by: str,
    place: str,
) -> Verdict:
    """What may be said of an award. `shown` is the name that the street reads today; a revoked award names nobody."""
    revoked = revoked_on is not None
    return Verdict(
        state="revoked" if revoked else "valid",
        kind="award",
        title=title,
        on=revoked_on or awarded_on,
        name_as_allowed="" if revoked else shown or "",
        by=by,
        number=number,
        place=place,
        reason_class=(revoke_class or "") if revoked else "",
    )


def has_badge(verdict: Verdict) -> bool:
    """Whether the badge may be fetched by anybody with the code: of an award that stands, of somebody who is named."""
    return verdict.kind == "award" and verdict.state == "valid" and bool(verdict.name_as_allowed)


def first_found(verdicts: list[Verdict | None]) -> Verdict:
    """The answer, when each kind of thing has been asked for the code; UNKNOWN when none knows it."""
    return next((verdict for verdict in verdicts if verdict is not None), UNKNOWN)
