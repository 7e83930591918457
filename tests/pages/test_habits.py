"""A habit and small deeds as neighbours, a group's leader and staff meet them on their screens."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from groups.habits import queries
from groups.habits.rules import mark_of
from groups.habits.tables import HabitEntry, HabitTick, SmallDeed
from server.lib import clock
from server.lib.db import write_transaction
from tests import compact_deeds as deeds
from tests.cast import Cast, _row
from tests.doors import doors
from tests.visitor import Visitor

DEEDS = "/c/wufuqiao/deeds"


async def started(cast: Cast, *, group: bool = True) -> str:
    chen = Visitor("chen")
    sent = {
        "title": "遛狗牵绳",
        "what": "出门就牵绳",
        "habit_of": "household",
        "starts_on": (clock.today() - timedelta(days=1)).isoformat(),
        "days": "21",
        "misses_allowed": "2",
        "program": str(cast.ours.program),
        "group": str(cast.ours.group) if group else "",
        "public": "1",
    }
    answer = await chen.post(f"/desk/communities/{cast.ours.community}/habits", sent)
    assert answer.status_code == 303
    home = answer.headers["location"].removesuffix("/entries/new")
    added = await chen.post(f"{home}/entries", {"names": "3-1 李家\n猫奶奶"})
    assert added.status_code == 303
    return str(home)


async def test_a_neighbour_ticks_by_her_private_link_and_takes_it_back(cast: Cast) -> None:
    home = await started(cast)
    entry = await HabitEntry.objects().first()
    assert entry is not None
    shown = await Visitor("chen").get(f"/desk/habit-entries/{entry.id}")
    found = re.search(r"/h/[0-9a-f]{40}", shown.text)
    assert found
    own, nobody = found[0], Visitor()
    page = await nobody.get(own)
    assert page.status_code == 200
    assert "noindex" in page.text
    assert "今天我做到了" in page.text
    assert "猫奶奶" not in page.text
    today = clock.today()
    assert (await nobody.post(own, {"day": today.isoformat(), "done": "1"})).status_code == 303
    assert "今天做到了" in (await nobody.get(own)).text
    yesterday = (today - timedelta(days=1)).isoformat()
    assert (await nobody.post(own, {"day": yesterday, "done": "1"})).status_code == 303
    assert (await nobody.send(f"/api{own}", {"day": yesterday, "done": False})).status_code == 201
    assert (await nobody.get(f"/api{own}")).json()["days_done"] == [today.isoformat()]
    late = await nobody.post(own, {"day": (today - timedelta(days=5)).isoformat(), "done": "1"})
    assert late.status_code == 422
    assert 'role="alert"' in late.text
    for odd in ("/h/x", f"{own[:-1]}g"):
        assert (await nobody.get(odd)).status_code == 404
    assert (await Visitor("chen").get(home)).status_code == 200


async def test_the_leader_ticks_everybody_on_one_screen(cast: Cast) -> None:
    home = await started(cast)
    zhao, habit_id = Visitor("zhao"), home.rsplit("/", 1)[1]
    assert f'href="/my/habits/{habit_id}"' in (await zhao.get(f"/my/groups/{cast.ours.group}")).text
    ids = [row["id"] for row in await HabitEntry.select(HabitEntry.id).order_by(HabitEntry.id)]
    sent = {"ticked": [mark_of(ids[0], 1), mark_of(ids[1], 1)], "shown": ""}
    assert (await zhao.post(f"/my/habits/{habit_id}", sent)).status_code == 303
    back = {"ticked": [mark_of(ids[0], 1)], "shown": f"{mark_of(ids[0], 1)} {mark_of(ids[1], 1)}"}
    assert (await zhao.post(f"/my/habits/{habit_id}", back)).status_code == 303
    assert await HabitTick.count().where(HabitTick.done.eq(True)) == 1
    # An earlier day stays open after it is saved, and when it is refused: its boxes are not those of today.
    earlier = f"/my/habits/{habit_id}?day={clock.today() - timedelta(days=1)}"
    assert f'action="{earlier}"' in (await zhao.get(earlier)).text
    saved = await zhao.post(earlier, {"ticked": [mark_of(ids[0], 0)], "shown": ""})
    assert saved.headers["location"] == earlier
    refused = await zhao.post(earlier, {"ticked": ["999999.0"], "shown": mark_of(ids[0], 0)})
    assert (refused.status_code, f'action="{earlier}"' in refused.text) == (422, True)
    assert (await zhao.get(home)).status_code == 403
    for path in ("", "/chart", "/wall?size=A3", "/links", "/edit", "/cancellation", "/entries/new"):
        page = await Visitor("chen").get(f"{home}{path}")
        assert page.status_code == 200
        assert "遛狗牵绳" in page.text or path == "/edit"
    street = (await Visitor().get("/c/wufuqiao")).text
    assert "遛狗牵绳" in street
    assert "不到 5" in street
    assert "李家" not in street


async def test_who_is_taken_off_the_chart_is_put_back_with_a_button(cast: Cast) -> None:
    home = await started(cast)
    chen, entry = Visitor("chen"), await HabitEntry.objects().first()
    assert entry is not None
    name = f"/desk/habit-entries/{entry.id}"
    left = {"left_on": clock.today().isoformat()}
    assert (await chen.post(f"{name}/departure", left)).status_code == 303
    assert f'href="{name}"' in (await chen.get(home)).text
    assert "重新放回打卡表" in (await chen.get(name)).text
    assert f'name="names" value="{entry.label}"' in (await chen.get(name)).text
    assert (await chen.post(f"{home}/entries", {"names": entry.label})).status_code == 303
    assert await HabitEntry.count().where(HabitEntry.left_on.is_null()) == 2
    assert "重新放回打卡表" not in (await chen.get(name)).text


async def test_a_chart_of_many_names_is_entered_with_one_form(cast: Cast) -> None:
    home = await started(cast)
    chen = Visitor("chen")
    names = "\n".join(f"户{number}" for number in range(70))
    assert (await chen.post(f"{home}/entries", {"names": names})).status_code == 303
    ids = [row["id"] for row in await HabitEntry.select(HabitEntry.id).order_by(HabitEntry.id)]
    ticked = [mark_of(entry, place) for entry in ids for place in (0, 1)]
    assert (await chen.post(f"{home}/chart", {"ticked": ticked})).status_code == 303
    assert await HabitTick.count() == 144
    strange = await chen.post(f"{home}/chart", {"ticked": ["999999.1"]})
    assert strange.status_code == 422
    whole = [mark_of(entry, place) for entry in ids for place in range(21)]
    ahead = await chen.post(f"{home}/chart", {"ticked": whole, "shown": " ".join(ticked)})
    assert ahead.status_code == 422
    assert await HabitTick.count() == 144


async def test_a_neighbour_without_an_account_puts_a_deed_on_the_wall(cast: Cast) -> None:
    nobody, chen = Visitor(), Visitor("chen")
    assert f'href="{DEEDS}"' in (await nobody.get("/c/wufuqiao")).text
    sent = {"text": "给流浪猫添了水", "building": str(cast.ours.building)}
    assert (await nobody.post(DEEDS, sent)).status_code == 303
    assert "给流浪猫添了水" in (await nobody.get(DEEDS)).text
    refused = await nobody.post(DEEDS, {"text": "有事打13812345678"})
    assert refused.status_code == 422
    assert "13812345678" in refused.text
    deed = await SmallDeed.objects().first()
    assert deed is not None
    assert "给流浪猫添了水" in (await chen.get("/desk/deeds")).text
    assert (await chen.post(f"/desk/deeds/{deed.id}/hiding", {"reason": "写了别人的名字"})).status_code == 303
    assert "给流浪猫添了水" not in (await nobody.get(DEEDS)).text
    assert (await nobody.get("/api/c/wufuqiao/deeds")).json()["deeds"] == 0
    poster = await chen.get(f"/desk/communities/{cast.ours.community}/deeds-poster")
    assert "data:image/svg+xml" in poster.text
    assert DEEDS in poster.text


async def test_lists_are_of_the_place_and_program_that_are_asked_and_not_of_others(cast: Cast) -> None:
    chen, home = Visitor("chen"), await started(cast)
    for program, listed in ((cast.ours.program, True), (999_999, False)):
        assert (f'href="{home}"' in (await chen.get(f"/desk/habits?program={program}")).text) is listed
    for path in ("/desk/habits", "/desk/deeds"):
        assert (await chen.get(f"{path}?community={cast.ours.community}")).status_code == 200
        assert (await chen.get(f"{path}?community={cast.theirs.community}")).status_code == 404


async def test_the_wall_of_a_month_that_is_over_is_still_seen(cast: Cast) -> None:
    nobody, chen = Visitor(), Visitor("chen")
    first = clock.today().replace(day=1)
    last = first - timedelta(days=1)
    long_ago = (first - timedelta(days=100)).replace(day=1)
    row = {"organisation": cast.ours.organisation, "community": cast.ours.community}
    async with write_transaction():
        for text, day in (("扫了雪", last), ("修了灯", last), ("浇了花", long_ago)):
            await _row(SmallDeed, **row, building=cast.ours.building, text=text, done_on=day)
    earlier = f"{DEEDS}?month={last:%Y-%m}"
    for page in ("/c/wufuqiao", DEEDS):
        shown = (await nobody.get(page)).text
        assert f'href="{earlier}"' in shown
        assert "本月的墙还是空的" in shown
    over = (await nobody.get(earlier)).text
    assert f"{last.year}年{last.month}月2件小善举，来自1栋楼" in over.replace(" ", "")
    assert "扫了雪" in over
    assert f'href="{DEEDS}?month={long_ago:%Y-%m}"' in over
    assert 'name="text"' not in over
    desk = (await chen.get(f"/desk/deeds?community={cast.ours.community}&month={last:%Y-%m}")).text
    assert "来自1栋楼" in desk.replace(" ", "")
    assert (await nobody.post(DEEDS, {"text": "扶起了单车"})).status_code == 303
    assert "本月 1 件小善举" in (await nobody.get(f"{DEEDS}?month=2099-01")).text
    assert (await nobody.get(f"/api{DEEDS}?month={last:%Y-%m}")).json()["deeds"] == 2


async def test_a_habit_names_the_clause_that_it_practises(cast: Cast) -> None:
    """Chosen in the form, shown on the habit and on the leader's screen, counted on the compact's own page."""
    compact = await deeds.to_signing(cast)
    await deeds.to_force(cast, compact)
    chen, home = Visitor("chen"), await started(cast)
    begin = re.compile(
        rf'href="/desk/communities/{cast.ours.community}/habits/new\?[^"]*program={cast.ours.program}"'
    )
    for page in ("", "/measures"):
        assert begin.search((await chen.get(f"/desk/compacts/{compact}{page}")).text)
    form = (await chen.get(f"{home}/edit")).text
    assert f'<option value="{compact}:2">' in form
    fields = {"title": "遛狗牵绳", "what": "出门就牵绳", "days": "21", "misses_allowed": "2", "version": "1"}
    fields |= {"starts_on": (clock.today() - timedelta(days=1)).isoformat(), "group": str(cast.ours.group)}
    saved = await chen.post(f"{home}/edit", {**fields, "clause": f"{compact}:2"})
    assert saved.status_code == 303, saved.text
    shown = (await chen.get(home)).text
    assert "五福桥公约 §2" in shown
    assert deeds.CLAUSES[1] in shown
    assert f'<option value="{compact}:2" selected>' in (await chen.get(f"{home}/edit")).text
    measures = (await chen.get(f"/desk/compacts/{compact}/measures")).text
    assert f'href="{home}"' in measures
    assert "参加 2" in measures
    mine = home.replace("/desk/", "/my/")
    assert "五福桥公约 §2" in (await Visitor("zhao").get(mine)).text
    out = (await chen.get(home.replace("/desk/", "/api/"))).json()
    assert (out["compact"], out["clause_key"]) == (compact, 2)
    wrong = await chen.post(f"{home}/edit", {**fields, "version": "2", "clause": f"{compact}:9"})
    assert (wrong.status_code, "公约里没有这一条" in wrong.text) == (422, True)


async def test_every_door_of_a_large_building_can_be_put_on_the_chart(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MOST_DOORS", 2)
    chen, home = Visitor("chen"), await started(cast)
    known = await doors(cast, "302", "401", "2801")
    form = f"{home}/entries/new?building={cast.ours.building}"

    def offered(text: str) -> set[str]:
        return {door for door, number in known.items() if f'name="households" value="{number}"' in text}

    shown = (await chen.get(form)).text
    assert offered(shown) == {"301", "302"}
    assert "只显示了前2户" in shown
    found = (await chen.get(f"{form}&q=40")).text
    assert offered(found) == {"401"}
    assert "只显示了" not in found
    assert offered((await chen.get(f"{form}&q=%25")).text) == set()
    # Who ticked one and made a mistake finds it ticked.
    again = await chen.post(
        f"{form.replace('/new', '')}", {"households": str(known["401"]), "names": "长" * 61}
    )
    assert again.status_code == 422
    assert "401" in offered(again.text)
    assert (await chen.post(f"{home}/entries", {"households": str(known["401"])})).status_code == 303
    assert offered((await chen.get(f"{form}&q=40")).text) == set()
