"""The demo tells its stories through the actions, on whatever day it is shown."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from groups.activities import taper_rules
from groups.activities.queries import rollup_of
from groups.activities.target_queries import reach_of
from groups.activities.target_rules import shown
from groups.compacts import likeness_queries, text_queries
from groups.compacts.tables import Compact
from groups.habits import deed_queries
from groups.teams import tie_queries
from incentives.reciprocity import own_queries
from incentives.recognition import balance_queries, care_queries
from programs.method import ledger, mechanism_queries, queries
from programs.method.tables import Program
from programs.surveys.figure_queries import tallies_of
from programs.surveys.figures import rows_of
from programs.surveys.wave_queries import questions_by_version, waves_of_program
from server import audit
from server.demo import links
from server.demo.replay import replay
from server.lib import clock, db
from server.lib.days import month_of
from server.lib.settings import settings
from tests.databases import seed

ENDS = {
    "院子里不见狗粪": "consolidate",
    "环保大冒险": "expand",
    "槐安大院平安家园": "hand_over",
    "电动车不进楼": "expand",
    "楼道不堆物": "focus",
    "停车不堵门": "consolidate",
    "望溪菜园": "listen",
}


@pytest.fixture(autouse=True)
def demo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("LINLI_DEMO", "1")
    settings.cache_clear()
    yield
    settings.cache_clear()


async def told() -> None:
    """The demo of today."""
    await replay()


told = seed(told)


@pytest.mark.parametrize(
    "day",
    ["2028-02-29", *(pytest.param(day, marks=pytest.mark.matrix) for day in ("2027-01-01", "2026-03-31"))],
)
async def test_the_stories_end_where_the_sources_end_them(database: None, day: str) -> None:
    with time_machine.travel(datetime.fromisoformat(day).replace(hour=3, tzinfo=UTC), tick=False):
        await replay()
        found = {row["name"]: row["stage"] for row in await Program.select(Program.name, Program.stage)}
        assert found == ENDS
        assert await ledger.recompute() == []
        assert await audit.verify() == []
        [elders] = [
            row
            for row in await reach_of(1, since=clock.today() - timedelta(days=365))
            if row.target_group == "followed_children"
        ]
        assert (elders.reached, elders.estimate) == (46, 120)  # S72
        assert shown(elders)["reached"] == 46


async def test_the_figures_of_the_sources_stand_in_the_demo(told: None) -> None:
    thousand = await db.rows("SELECT staff, volunteers, participants FROM activity WHERE participants = 1000")
    assert [tuple(row.values()) for row in thousand] == [(3, 30, 1000)]
    came = await db.rows("SELECT attendees FROM group_origin ORDER BY id")
    assert came[0]["attendees"] == 38
    joined = await db.rows(
        'SELECT COUNT(*) AS n FROM group_invitation WHERE joined_on IS NOT NULL AND "group" = 1'
    )
    assert joined[0]["n"] == 14
    pets = await Program.objects().get(Program.name == "院子里不见狗粪")
    months = await queries.months_of(pets.id, [ledger.Kind.COMPLAINT_RAISED])
    assert (months[0]["quantity"], months[-1]["quantity"]) == (23, 6)
    load = await Program.objects().get(Program.name == "电动车不进楼")
    quarters = taper_rules.by_quarter(await rollup_of(load.id), until=month_of(clock.today()), at_most=12)
    held = [totals for totals in quarters.values() if totals.held]
    assert (held[0].staff_hours_each, held[0].resident_hours_each) == (14, 6)
    assert (held[2].staff_hours_each, held[2].resident_hours_each) == (5.5, 41)
    relapses = await db.rows("SELECT COUNT(*) AS n FROM relapse WHERE ended_on IS NULL")
    assert relapses[0]["n"] == 1


async def test_what_people_say_before_and_after_stands_in_the_demo(told: None) -> None:
    told = {}
    for name in ("院子里不见狗粪", "槐安大院平安家园"):
        program = await Program.objects().get(Program.name == name)
        waves = await waves_of_program(program.id)
        tallies = await tallies_of([wave["id"] for wave in waves])
        asked = await questions_by_version({wave["questionnaire_version"] for wave in waves})
        for version, questions in asked.items():
            own = [wave["id"] for wave in waves if wave["questionnaire_version"] == version]
            told |= {
                (name, row.label): row for row in rows_of(questions, [tallies.get(wave, {}) for wave in own])
            }
    assert told["院子里不见狗粪", "安全感"].told == "安全感 3.1→3.9（n=84，n=79，同一版本）"
    assert told["槐安大院平安家园", "知道小区"].values[0].text == "98%"
    assert told["槐安大院平安家园", "知道社区"].values[0].text == "31%"
    revenue = told["槐安大院平安家园", "知道：公共收益归业主"]
    assert [(value.text, value.n) for value in revenue.values] == [("22%", 64), ("61%", 66)]


async def test_cards_the_ladder_and_the_rota_show_something(told: None) -> None:
    rungs = await db.rows(
        "SELECT r.name, l.step FROM ladder_rung AS l JOIN resident AS r ON r.id = l.resident ORDER BY l.id"
    )
    steps = ["takes_part", "helps", "organises", "initiates"]
    assert [row["step"] for row in rungs if row["name"] == "赵姐"] == steps
    lately = await db.rows(
        "SELECT COUNT(*) AS n FROM visit WHERE outcome = 'opened' AND visited_on >= {}",
        clock.today() - timedelta(days=90),
    )
    assert lately[0]["n"] == 22
    pets = await db.rows("SELECT COUNT(*) AS n FROM resident_tag WHERE kind = 'hobby' AND value = 'pets'")
    assert pets[0]["n"] >= 10
    unasked = await db.rows(
        "SELECT t.id FROM resident_tag AS t WHERE NOT EXISTS (SELECT 1 FROM consent AS c"
        " WHERE c.resident = t.resident AND c.purpose = 'interests' AND c.withdrawn_on IS NULL)"
    )
    assert unasked == []
    offices = await db.rows("SELECT every_days FROM visit_target ORDER BY id")
    assert [row["every_days"] for row in offices] == [30, 60]


async def test_what_makes_it_last_stands_in_the_demo(told: None) -> None:
    pets = await Program.objects().get(Program.name == "院子里不见狗粪")
    signed = await db.rows(
        "SELECT v.major, COUNT(*) AS n FROM compact_signature AS s JOIN compact_version AS v ON v.id = s.compact_version"
        " JOIN compact AS c ON c.id = s.compact WHERE c.program = {} GROUP BY v.major ORDER BY v.major",
        pets.id,
    )
    assert [(row["major"], row["n"]) for row in signed] == [(1, 140), (2, 118)]
    totals = await queries.totals_of(pets.id)
    [heard, stands] = [
        sum(number for (kind, _facet), number in totals.items() if kind == one)
        for one in (ledger.Kind.COMPACT_HEARD, ledger.Kind.COMPACT_SIGNED)
    ]
    assert (heard, stands) == (704, 140)
    recalled = await db.rows(
        "SELECT asked, recalled, clauses FROM compact_recall AS r JOIN compact AS c ON c.id = r.compact"
        " WHERE c.program = {} ORDER BY r.asked_on",
        pets.id,
    )
    assert [(row["recalled"] / row["asked"], row["clauses"]) for row in recalled] == [(2.1, 8), (4.6, 8)]
    habit = await db.rows(
        "SELECT COUNT(*) AS joined, COUNT(completed_on) AS completed,"
        " (SELECT COUNT(*) FROM habit_look WHERE moment = 60 AND keeping) AS keeping FROM habit_entry"
    )
    assert tuple(habit[0].values()) == (20, 15, 11)
    services = await db.rows("SELECT state FROM service_agreement ORDER BY id")
    assert [row["state"] for row in services] == ["active", "paused"]
    mechanisms = await mechanism_queries.mechanisms_of(pets.id)
    assert {row["kind"] for row in mechanisms} == {"trust", "reciprocity"}
    estate = await Program.objects().get(Program.name == "槐安大院平安家园")
    assert await mechanism_queries.mechanisms_of(estate.id) != []
    guests = [row["guests"] for row in await db.rows("SELECT guests FROM ceremony WHERE guests <> ''")]
    assert not [one for one in guests if "各" in one]  # each has a seat, and a card with a name on it


async def test_who_stands_in_the_middle_and_how_they_are_thanked(told: None) -> None:
    people = {
        row["name"]: row["id"] for row in await db.rows("SELECT id, name FROM resident WHERE community = 1")
    }
    network = await tie_queries.network_of(1)
    circle = network.circle(people["张姐"])
    assert (len(circle.near), len(circle.around), len(circle.groups)) == (3, 27, 2)  # S64
    [risk] = [risk for risk in network.risks() if risk.person == people["张姐"]]
    assert network.named(risk.groups) == "杏花里舞蹈队"
    [wang] = [row for row in await balance_queries.people_thanked(1) if row["name"] == "王姐"]
    assert (wang["counts"]["honour"], wang["missing"], wang["followers"]) == (2, ["care"], 4)  # S71
    waiting = await care_queries.waiting_for_talk(1)
    assert len(waiting) == 5  # S69
    assert "王姐" in {row["name"] for row in waiting}
    revoked = await db.rows("SELECT revoke_class FROM award WHERE revoked_on IS NOT NULL")
    assert [row["revoke_class"] for row in revoked] == ["mistake"]  # S70
    cited = await db.rows(
        "SELECT n.clause_key, n.proposer, COUNT(*) AS photos FROM nomination AS n"
        " JOIN nomination_photo AS p ON p.nomination = n.id GROUP BY n.id, n.clause_key, n.proposer"
    )
    assert [tuple(row.values()) for row in cited] == [(3, people["豆豆妈妈"], 2)]  # S58
    boards = await db.rows("SELECT photo FROM publicity_item WHERE resident = {}", people["李叔"])
    assert len([row for row in boards if row["photo"]]) == 2  # S68


async def test_an_own_page_opens_and_what_nobody_counts_is_counted(told: None) -> None:
    address = await links.own_page()
    assert address is not None
    found = await own_queries.person_at(address.removeprefix("/own/"))
    assert found is not None
    person = found.id
    assert [row["rating"] for row in await own_queries.ratings_of(person)] == [3, 5]  # S90
    assert len(await own_queries.thanks_of(person)) >= 2
    assert (await own_queries.service_of(person)).minutes == 12 * 60
    assert len(await own_queries.letters_of(person)) == 1
    wall = await deed_queries.wall_of(1, clock.today().replace(day=1))
    assert (sum(row["deeds"] for row in wall), len(wall)) == (212, 9)  # S48
    chats = await db.rows(
        "SELECT g.name, COUNT(*) AS months FROM chat_group_count AS c JOIN chat_group AS g ON g.id = c.chat_group"
        ' WHERE g."group" = 1 GROUP BY g.name'
    )
    assert [row["months"] for row in chats] == [6, 6, 6]  # S22
    copied = await Compact.objects().get(Compact.title == "梧桐湾文明公约")
    [text] = await text_queries.texts_of(copied.id)
    evidence, _likeness = await likeness_queries.evidence_of(copied, text)
    assert (f"{evidence.taken:.0%}", evidence.comments) == ("92%", 0)  # S53
    unwatched = await db.rows("SELECT state FROM election WHERE body <> ''")
    assert [row["state"] for row in unwatched] == ["counted"]  # S39
