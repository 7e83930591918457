"""Places on pages: opened, edited, filled with estates and buildings."""

import pytest

from programs.communities.tables import Building, Community
from server.accounts.tables import Organisation
from server.lib import clock, db
from server.lib.ids import new_op_id
from tests.cast import CANARY, Cast
from tests.visitor import Visitor


async def test_a_coordinator_opens_a_community(cast: Cast) -> None:
    lin = Visitor("lin")
    answer = await lin.post(
        "/desk/communities", {"name": "红旗社区", "slug": "hongqi", "households": "１２００"}
    )
    assert answer.status_code == 303, answer.text
    page = await lin.get(answer.headers["location"])
    assert "红旗社区" in page.text
    assert page.text.index("小区和楼栋") < page.text.index("起草一份公约"), (
        "without a building nothing can be counted"
    )
    assert (await Community.objects().get(Community.slug == "hongqi")).households == 1200


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": "", "slug": "a"}, "请填写"),
        ({"name": "红旗", "slug": "Hong Qi"}, "小写字母"),
        ({"name": "红旗", "slug": "wufuqiao"}, "已经用了这个地址"),
        ({"name": "红旗", "slug": "hq", "households": "-3"}, "1"),
        ({"name": "红旗" * 60, "slug": "hq"}, "80"),
    ],
)
async def test_what_cannot_be_is_said_beside_its_field(cast: Cast, typed: dict, sentence: str) -> None:
    answer = await Visitor("lin").post("/desk/communities", typed)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert typed["name"][:100] in answer.text
    assert await Community.count() == 3


async def test_a_double_tap_makes_one_estate(cast: Cast) -> None:
    chen = Visitor("chen")
    url = f"/desk/communities/{cast.ours.community}/estates"
    op_id = "11111111-1111-4111-8111-111111111111"
    first = await chen.post(url, {"name": "春熙苑"}, op_id=op_id)
    second = await chen.post(url, {"name": "春熙苑"}, op_id=op_id)
    assert first.status_code == second.status_code == 303
    page = await chen.get(f"/desk/communities/{cast.ours.community}")
    assert page.text.count("<h3>春熙苑</h3>") == 1


async def test_the_second_editor_sees_what_the_first_saved(cast: Cast) -> None:
    url = f"/desk/communities/{cast.ours.community}/edit"
    await Visitor("lin").post(url, {"version": "1", "name": "五福桥", "district": "高新区"})
    answer = await Visitor("chen").post(url, {"version": "1", "name": "五福桥社区", "district": "锦江区"})
    assert answer.status_code == 409
    assert "高新区" in answer.text
    assert (await Community.objects().get(Community.id == cast.ours.community)).district == "高新区"


async def test_a_building_goes_to_an_estate_of_this_community_only(cast: Cast) -> None:
    chen = Visitor("chen")
    url = f"/desk/communities/{cast.ours.community}/buildings"
    assert (await chen.post(url, {"estate": str(cast.theirs.estate), "name": "9栋"})).status_code == 404
    assert (await chen.post(url, {"estate": str(cast.ours.estate), "name": "3 栋"})).status_code == 422
    assert (await chen.post(url, {"estate": str(cast.ours.estate), "name": "4栋"})).status_code == 303
    assert await Building.count().where(Building.community == cast.ours.community) == 2


async def test_the_street_page_needs_no_account(cast: Cast) -> None:
    answer = await Visitor().get("/c/wufuqiao")
    assert answer.status_code == 200
    assert "五福桥社区" in answer.text
    assert CANARY not in answer.text


async def test_bytes_that_are_no_text_are_not_stored_as_something_else(cast: Cast) -> None:
    lin = Visitor("lin")
    headers = {"x-csrf-token": lin._csrf(), "content-type": "application/x-www-form-urlencoded"}
    body = f"op_id={new_op_id()}&slug=yulin&name=%ff%fe%e4%b8".encode()
    answer = await lin.http.post("/desk/communities", content=body, headers=headers)
    assert answer.status_code == 422
    assert "无法保存" in answer.text
    assert await Community.count().where(Community.slug == "yulin") == 0


async def test_the_street_page_goes_with_its_organisation(cast: Cast) -> None:
    async with db.write_transaction():
        await Organisation.update({Organisation.closed_at: clock.now()}).where(
            Organisation.id == cast.ours.organisation
        )
    assert (await Visitor().get("/c/wufuqiao")).status_code == 404
    assert (await Visitor().get("/c/jinsique")).status_code == 200


async def test_the_street_shows_ways_and_in_large_print_one_task_a_page(cast: Cast) -> None:
    street = Visitor()
    home = "/c/wufuqiao"
    whole = (await street.get(home)).text
    assert f'href="{home}/needs/new"' in whole
    assert 'href="#part-groups"' in whole
    assert 'id="part-groups"' in whole
    street.http.cookies.set("mode", "elder")
    menu = (await street.get(home)).text
    assert f'href="{home}/parts/groups"' in menu
    assert 'id="part-groups"' not in menu
    assert "可以加入的小组" in (await street.get(f"{home}/parts/groups")).text
    assert (await street.get(f"{home}/parts/nothing")).status_code == 404


async def test_a_poster_of_a_place_without_a_public_page_says_so(cast: Cast) -> None:
    chen = Visitor("chen")
    posters = [f"/desk/communities/{cast.ours.community}/{kind}-poster" for kind in ("needs", "deeds")]
    for address in posters:
        assert "扫码打不开" not in (await chen.get(address)).text
    async with db.write_transaction():
        await Community.update({Community.public: False}).where(Community.id == cast.ours.community)
    for address in posters:
        assert "扫码打不开" in (await chen.get(address)).text
