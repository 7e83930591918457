"""Five steps, each shown by an act."""

from datetime import date
from typing import Any

import pytest

from programs.residents import ladder_rules


@pytest.mark.parametrize(
    ("step", "standing", "act_step", "code"),
    [
        ("takes_part", set(), "takes_part", None),
        ("takes_part", set(), "initiates", None),
        ("helps", {"takes_part"}, "takes_part", "residents.step_without_act"),
        ("initiates", set(), "organises", "residents.step_without_act"),
        ("organises", set(), None, "residents.step_without_act"),
        ("helps", {"helps"}, "helps", "residents.step_stands"),
        ("aware", {"helps"}, "helps", None),
    ],
)
def test_a_step_stands_on_an_act(
    step: str, standing: set[str], act_step: str | None, code: str | None
) -> None:
    assert ladder_rules.refuse_step(step, standing=standing, act_step=act_step) == code


def test_where_somebody_stands() -> None:
    assert ladder_rules.highest({"takes_part", "organises", "aware"}) == "organises"
    assert ladder_rules.highest(set()) is None


MARCH, MAY = date(2026, 3, 1), date(2026, 5, 1)


@pytest.mark.parametrize(
    ("done", "rests_on"),
    [
        ([("helps", MARCH, ("activity", 2)), ("helps", MAY, ("activity", 1))], (MAY, ("activity", 1))),
        ([("takes_part", MAY, ("activity", 1)), ("initiates", MAY, ("need", 9))], (MAY, ("need", 9))),
        ([("helps", MAY, ("activity", 3)), ("organises", MARCH, ("activity", 4))], (MARCH, ("activity", 4))),
        ([("takes_part", MARCH, ("activity", 1))], None),
        ([], None),
    ],
)
def test_a_step_rests_on_its_own_act_or_on_the_earliest_that_shows_it(done: Any, rests_on: Any) -> None:
    assert ladder_rules.resting_on("helps", ("activity", 1), done) == rests_on
