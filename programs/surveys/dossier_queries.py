"""What is to be asked when a program is handed over: the waves that are planned or run (S12)."""

from __future__ import annotations

from typing import Any

from programs.method.dossier_rules import Entry
from programs.method.telling_queries import Handing
from programs.surveys import wave_queries, wave_rules
from server.lib.i18n import _, ngettext


async def tell(handing: Handing) -> list[Entry]:
    """Each wave by the day on which something is to be done with it."""
    entries = []
    for wave in await wave_queries.waves_of_program(handing.program.id):
        state = wave_rules.state_of(
            opens_on=wave["opens_on"],
            closes_on=wave["closes_on"],
            closed_on=wave["closed_on"],
            today=handing.today,
        )
        if state != "closed":
            entries.append(_due(wave, state))
    return entries


def _due(wave: dict[str, Any], state: str) -> Entry:
    if state == "planned":
        text, on = _("Begin to ask: %(title)s.", title=wave["title"]), wave["opens_on"]
    else:
        text = ngettext(
            "Close the survey “%(title)s” (%(num)s answer so far).",
            "Close the survey “%(title)s” (%(num)s answers so far).",
            wave["answers"],
            title=wave["title"],
        )
        on = wave["closes_on"]
    return Entry(
        chapter="ahead" if on else "open",
        text=text,
        href=f"/desk/waves/{wave['id']}",
        on=on,
        lapse=_("There is nothing to lay beside the first survey, and nobody can say what has changed."),
    )
