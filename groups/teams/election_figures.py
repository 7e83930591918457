"""老, 中, 青 side by side: who sits together, drawn and in words (S39)."""

from __future__ import annotations

from collections.abc import Sequence

from groups.teams import election_rules
from groups.teams.election_words import GENERATIONS
from server.lib.i18n import _
from server.web.charts import Chart, Point, bar_list


def composition(age_bands: Sequence[str | None]) -> Chart | None:
    """How many are old, middle-aged and young; None when there is nobody."""
    if not age_bands:
        return None
    found = election_rules.composition(age_bands)
    points = [
        Point(str(GENERATIONS[name]), count) for name, count in found.items() if name != "unknown" or count
    ]
    return bar_list(points, title=_("By age"), whole=len(age_bands))
