"""A list of ids that nobody ticks is refused before it reaches the database."""

from tests.cast import Cast
from tests.visitor import Visitor


async def test_a_list_too_long_is_refused(cast: Cast) -> None:
    people = list(range(1, 40_000))
    chen = Visitor("chen")
    body = {"community": cast.ours.community, "title": "x", "held_on": "2026-03-01", "people": people}
    assert (await chen.send("/api/activities", body)).status_code == 422
    form = {
        "title": "x",
        "held_on": "2026-03-01",
        "community": str(cast.ours.community),
        "people": [str(n) for n in people],
    }
    answer = await chen.post("/desk/activities", form)
    assert answer.status_code in {404, 405, 413, 422}
