"""Five steps, each shown by an act."""

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
