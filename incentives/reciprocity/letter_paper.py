"""A service letter as a paper: the words of its facts, in the reader's language."""

from __future__ import annotations

from typing import Any

from incentives.reciprocity.own_rules import LetterFacts, Role
from incentives.reciprocity.own_schemas import ROLES
from incentives.reciprocity.tables import ServiceLetter
from server.export.paper import paper
from server.lib.i18n import _, format_date, format_number, ngettext
from server.web.qr import qr_svg


async def letter_paper(letter: ServiceLetter, facts: LetterFacts, *, verify_at: str) -> bytes:
    """The PDF of a letter. The same letter gives the same paper as long as its words are the same."""
    return await paper("reciprocity/service_letter", letter_words(letter, facts, verify_at=verify_at))


def letter_words(letter: ServiceLetter, facts: LetterFacts, *, verify_at: str) -> dict[str, Any]:
    """What stands on the paper, line by line."""
    return {
        "title": _("Service letter"),
        "lead": _(
            "This letter confirms what %(name)s has done for the neighbours of %(community)s.",
            name=facts.name,
            community=facts.community,
        ),
        "lines": [
            [_("Name of the volunteer"), facts.name],
            [
                _("Time of service"),
                _("%(first)s to %(last)s", first=format_date(facts.since), last=format_date(facts.until)),
            ],
            [_("Hours of service"), _("%(hours)s h", hours=format_number(facts.minutes / 60, 1))],
            [
                _("Activities helped"),
                ngettext("%(num)s activity", "%(num)s activities", facts.activities),
            ],
            # Their titles name whom she helped: a stranger reads how many there were.
            *(
                [[_("Services to neighbours"), ngettext("%(num)s service", "%(num)s services", given)]]
                if (given := len(facts.services))
                else []
            ),
        ],
        "roles_title": _("Roles taken on"),
        "roles": [_role_told(role) for role in facts.roles],
        "closing": _("This is what the records say."),
        "by": facts.organisation,
        "on": format_date(letter.issued_on),
        "seal": _("Place of the seal"),
        "code": {"svg": qr_svg(verify_at), "says": verify_at},
        "verify": _("Whether this letter holds is answered at %(address)s", address=verify_at),
        "number": letter.code,
    }


def _role_told(role: Role) -> str:
    name = f"{ROLES[role.kind]} · {role.where}"
    if role.until is None:
        return _("%(role)s, since %(day)s", role=name, day=format_date(role.since))
    return _(
        "%(role)s, %(first)s to %(last)s",
        role=name,
        first=format_date(role.since),
        last=format_date(role.until),
    )
