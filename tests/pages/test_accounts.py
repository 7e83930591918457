"""The door as people meet it: pages over HTTP with cookies and tokens of their own."""

import re
from datetime import timedelta
from typing import Any

import httpx
import pytest

from server.accounts import actions, queries, scopes
from server.accounts.tables import AccountSession, Invitation, RoleAssignment, UserAccount
from server.lib import clock
from server.lib.actor import Actor, Assignment
from server.lib.ids import new_op_id
from server.lib.late_entries import complete
from server.routes import register_rooms
from tests.cast import CANARY, USERNAMES, Cast
from tests.visitor import HOST, Visitor, application

PASSWORD = "tile-harbour-91-owl"
LIST = "/desk/colleagues"


class Browser:
    """Keeps cookies and sends each form with what its page put into it."""

    def __init__(self, **headers: str) -> None:
        transport = httpx.ASGITransport(app=application(), raise_app_exceptions=False)
        self.http = httpx.AsyncClient(transport=transport, base_url=HOST, headers=headers)

    async def fill_in(self, url: str, action: str | None = None, **typed: Any) -> httpx.Response:
        """Open `url`, fill in its form that leads to `action`, send it."""
        page = await self.http.get(url)
        action = action or url
        forms = re.findall(r"<form[^>]*>.*?</form>", page.text, re.DOTALL)
        form = next(form for form in forms if f'action="{action}"' in form)
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
        return await self.http.post(action, data={**hidden, **typed})

    @property
    def token(self) -> str:
        return self.http.cookies.get("linli", "")


@pytest.fixture
async def mei(cast: Cast) -> int:
    user_id = await actions.create_user(
        cast.ours.organisation, username="mei", display_name="梅社工", password=PASSWORD, actor=cast.lin
    )
    user = await queries.access_person(cast.lin, user_id)
    await actions.grant_role(user, Assignment("facilitator", "organisation"), actor=cast.lin)
    return user_id


@pytest.fixture(autouse=True)
def groups_to_lead(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    async def offer(actor: Actor) -> list[tuple[int, str]]:
        return [(cast.ours.group, "铲屎官小队")]

    register_rooms()  # else what they offer would be entered later, and taken out again after the test
    complete(scopes.__name__)
    monkeypatch.setitem(scopes._offers, "group", offer)


async def _enter(username: str = "mei") -> Browser:
    browser = Browser()
    answer = await browser.fill_in("/sign-in", username=username, password=PASSWORD)
    assert answer.status_code == 303, answer.text
    return browser


async def test_she_signs_in_works_and_signs_out(mei: int) -> None:
    browser = await _enter()
    assert (await browser.http.get("/")).headers["location"] == "/desk"
    page = await browser.http.get("/account/devices")
    assert "本设备" in page.text
    out = await browser.fill_in("/account/devices", "/sign-out")
    assert out.headers["location"] == "/sign-in"
    assert '"storage"' in out.headers["clear-site-data"]
    assert browser.token == ""
    assert (await browser.http.get("/account/devices")).headers["location"].startswith("/sign-in")


async def test_the_old_token_opens_nothing_after_sign_out(mei: int) -> None:
    browser = await _enter()
    stolen = browser.token
    await browser.fill_in("/account/devices", "/sign-out")
    thief = Browser()
    thief.http.cookies.set("linli", stolen)
    answer = await thief.http.get("/account/devices")
    assert answer.status_code == 303
    assert "linli=;" in answer.headers["set-cookie"]


async def test_the_cookie_is_for_us_alone(mei: int) -> None:
    answer = await Browser().fill_in("/sign-in", username="mei", password=PASSWORD)
    cookie = next(value for value in answer.headers.get_list("set-cookie") if value.startswith("linli="))
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= {part.strip() for part in cookie.split(";")}


async def test_a_token_of_the_clients_choosing_is_never_kept(mei: int) -> None:
    browser = Browser()
    browser.http.cookies.set("linli", "chosen-by-an-attacker")
    await browser.fill_in("/sign-in", username="mei", password=PASSWORD)
    tokens = [cookie.value for cookie in browser.http.cookies.jar if cookie.name == "linli"]
    assert any(len(token or "") == 43 for token in tokens)
    assert await AccountSession.count().where(AccountSession.user == mei) == 1


@pytest.mark.parametrize(
    ("typed", "status", "sentence"),
    [
        ({"username": "mei", "password": "wrong wrong"}, 422, "用户名和密码对不上"),
        ({"username": "nobody", "password": PASSWORD}, 422, "用户名和密码对不上"),
        ({"username": "", "password": ""}, 422, "请填写"),
        ({"username": "𠮷" * 900, "password": PASSWORD}, 422, "用户名和密码对不上"),
        ({"username": "mei", "password": "x" * 5000}, 422, "1,000"),
        ({"username": "mei'; --", "password": PASSWORD}, 422, "用户名和密码对不上"),
    ],
)
async def test_what_does_not_open_the_door(
    mei: int, typed: dict[str, str], status: int, sentence: str
) -> None:
    answer = await Browser().fill_in("/sign-in", **typed)
    assert answer.status_code == status
    assert sentence in answer.text
    assert typed["password"] not in answer.text or not typed["password"]
    assert "linli=" not in str(answer.headers.get_list("set-cookie")).replace("linli-visit=", "")


async def test_too_many_tries_say_when_to_come_back(mei: int) -> None:
    browser = Browser()
    for _ in range(5):
        await browser.fill_in("/sign-in", username="mei", password="wrong wrong")
    answer = await browser.fill_in("/sign-in", username="mei", password="wrong wrong")
    assert answer.status_code == 429
    assert "3 分钟" in answer.text


@pytest.mark.parametrize(
    ("next_url", "onward"),
    [("/account/keys?a=1", "/account/keys?a=1"), ("//evil.example", "/"), ("https://evil.example", "/")],
)
async def test_onward_after_sign_in(mei: int, next_url: str, onward: str) -> None:
    answer = await Browser().fill_in("/sign-in", username="mei", password=PASSWORD, next=next_url)
    assert answer.headers["location"] == onward


async def test_she_ends_a_device_she_does_not_know(mei: int) -> None:
    phone, desk = await _enter(), await _enter()
    page = await desk.http.get("/account/devices")
    ends = re.findall(r'action="(/account/devices/\d+/end)"', page.text)
    assert len(ends) == 2
    own = re.search(r"本设备.*?action=\"([^\"]+)\"", page.text, re.DOTALL)
    assert own is not None
    other = next(action for action in ends if action != own[1])
    assert (await desk.fill_in("/account/devices", other)).status_code == 303
    assert (await phone.http.get("/account/devices")).status_code == 303
    assert (await desk.http.get("/account/devices")).status_code == 200


async def test_she_signs_out_everywhere_else(mei: int) -> None:
    phone, desk = await _enter(), await _enter()
    answer = await desk.fill_in("/account/devices", "/account/devices/others/end")
    assert answer.status_code == 303
    assert (await phone.http.get("/account/devices")).status_code == 303
    assert (await desk.http.get("/account/devices")).status_code == 200


async def test_a_new_password_brings_a_new_session(mei: int) -> None:
    browser, other = await _enter(), await _enter()
    before = browser.token
    answer = await browser.fill_in("/account/password", current=PASSWORD, password="seven quiet lanterns")
    assert answer.status_code == 303, answer.text
    assert browser.token not in {"", before}
    assert (await browser.http.get("/account/devices")).status_code == 200
    assert (await other.http.get("/account/devices")).status_code == 303


async def test_nobody_ends_anothers_device(cast: Cast, mei: int) -> None:
    for session_id in (cast.chen.session_id, cast.bai.session_id, 999_999):
        answer = await Visitor("lin").post(f"/account/devices/{session_id}/end")
        assert answer.status_code == 404
    assert await AccountSession.count().where(AccountSession.revoked_at.is_not_null()) == 0


async def test_a_leader_comes_in_by_invitation(cast: Cast) -> None:
    shown = await Visitor("lin").post(
        LIST, {"invited_name": "王姐", "role": f"leader:group:{cast.ours.group}"}
    )
    assert shown.status_code == 200
    link = re.search(r"http://linli.test(/invitation/[\w-]+)", shown.text)
    assert link is not None
    assert link[1] not in (await Visitor("lin").get(LIST)).text
    phone = Browser()
    welcome = await phone.http.get(link[1])
    assert "王姐" in welcome.text
    assert "带头人" in welcome.text
    answer = await phone.fill_in(link[1], display_name="王姐", username="王姐", password=PASSWORD)
    assert answer.status_code == 303, answer.text
    assert (await phone.http.get("/")).headers["location"] == "/my"
    used = await Browser().http.get(link[1])
    assert used.status_code == 410
    assert "已经用过" in used.text


async def test_the_same_form_twice_shows_the_same_link(cast: Cast) -> None:
    op_id = new_op_id()
    typed = {"invited_name": "王姐", "role": "facilitator:organisation"}
    lin = Visitor("lin")
    links = [
        re.findall(r"/invitation/[\w-]+", (await lin.post(LIST, typed, op_id=op_id)).text)[0]
        for _ in range(2)
    ]
    assert links[0] == links[1]
    assert await Invitation.count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"invited_name": "", "role": "facilitator:organisation"}, "请填写"),
        ({"invited_name": "王姐", "role": ""}, "请填写"),
        ({"invited_name": "王姐", "role": "leader:group:999"}, "什么范围"),
        ({"invited_name": "王姐", "role": "operator:installation"}, "不能授予"),
        ({"invited_name": "王姐", "role": "'; DROP TABLE"}, "aria-invalid"),
        ({"invited_name": "王" * 61, "role": "facilitator:organisation"}, "60"),
    ],
)
async def test_invitations_that_cannot_be(cast: Cast, typed: dict[str, str], sentence: str) -> None:
    answer = await Visitor("lin").post(LIST, typed)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert await Invitation.count() == 0


async def test_withdrawn_invitations_say_so(cast: Cast) -> None:
    lin = Visitor("lin")
    shown = await lin.post(LIST, {"invited_name": "王姐", "role": "facilitator:organisation"})
    link = re.findall(r"/invitation/[\w-]+", shown.text)[0]
    row = await Invitation.objects().first()
    assert row is not None
    assert (await Visitor("bai").post(f"{LIST}/invitations/{row.id}/withdraw")).status_code == 404
    assert (await lin.post(f"{LIST}/invitations/{row.id}/withdraw")).status_code == 303
    answer = await Browser().http.get(link)
    assert (answer.status_code, "已被收回" in answer.text) == (410, True)
    assert (await Browser().http.get("/invitation/never-made")).status_code == 404


async def test_a_coordinator_shuts_and_opens_an_account(cast: Cast, mei: int) -> None:
    browser, lin = await _enter(), Visitor("lin")
    person = f"{LIST}/{mei}"
    assert "梅社工" in (await lin.get(person)).text
    assert (await lin.post(f"{person}/deactivation")).status_code == 303
    assert (await browser.http.get("/account/devices")).status_code == 303
    refused = await Browser().fill_in("/sign-in", username="mei", password=PASSWORD)
    assert refused.status_code == 422
    assert "已停用" in (await lin.get(person)).text
    assert (await lin.post(f"{person}/reactivation")).status_code == 303
    await _enter()


async def test_a_coordinator_gives_and_ends_roles(cast: Cast, mei: int) -> None:
    lin = Visitor("lin")
    person = f"{LIST}/{mei}"
    assert (await lin.post(person, {"role": f"leader:group:{cast.ours.group}"})).status_code == 303
    assert "带头人 · 铲屎官小队" in (await lin.get(person)).text
    again = await lin.post(person, {"role": f"leader:group:{cast.ours.group}"})
    assert (again.status_code, "已有这个角色" in again.text) == (422, True)
    held = await RoleAssignment.objects().where(RoleAssignment.user == mei)
    assert (await lin.post(f"{LIST}/roles/{held[0].id}/end")).status_code == 303
    changes = (await lin.get(person)).text.partition("修改记录")[2]
    assert "<ins>带头人 · 铲屎官小队" in changes
    assert "leader:group" not in changes
    assert (await Visitor("bai").post(f"{LIST}/roles/{held[1].id}/end")).status_code == 404


async def test_a_coordinator_sends_a_password_link(cast: Cast, mei: int) -> None:
    browser = await _enter()
    shown = await Visitor("lin").post(f"{LIST}/{mei}/password-link")
    link = re.findall(r"/password-reset/[\w-]+", shown.text)[0]
    phone = Browser()
    bad = await phone.fill_in(link, password="12345678")
    assert bad.status_code == 422
    assert (await phone.fill_in(link, password="seven quiet lanterns")).status_code == 303
    assert (await browser.http.get("/account/devices")).status_code == 303
    assert (await Browser().http.get(link)).status_code == 410


async def test_walls_between_organisations(cast: Cast) -> None:
    lin = Visitor("lin")
    assert CANARY not in (await lin.get(LIST)).text
    for deed in ("", "/deactivation", "/password-link", "/sign-out", "/reactivation"):
        url = f"{LIST}/{cast.bai.user_id}{deed}"
        assert (await lin.post(url, {"role": "facilitator:organisation"})).status_code == 404
    assert (await lin.get(f"{LIST}/{cast.bai.user_id}")).status_code == 404
    bai = await UserAccount.objects().get(UserAccount.id == cast.bai.user_id)
    assert bai is not None
    assert bai.active


@pytest.mark.parametrize("username", [name for name in USERNAMES if name not in {"lin", "bai"}])
async def test_only_coordinators_look_after_accounts(cast: Cast, username: str) -> None:
    assert (await Visitor(username).get(LIST)).status_code == 403
    assert (await Visitor(username).post(f"{LIST}/{cast.lin.user_id}/deactivation")).status_code == 403


async def test_language_and_size_stay_chosen(cast: Cast, mei: int) -> None:
    browser = Browser(**{"accept-language": "zh-CN,zh;q=0.9"})
    assert "登录" in (await browser.http.get("/sign-in")).text
    answer = await browser.http.post("/language", data={"language": "en", "next": "/sign-in?next=%2F"})
    assert answer.headers["location"] == "/sign-in?next=%2F"
    assert "Sign in" in (await browser.http.get("/sign-in")).text
    await browser.fill_in("/sign-in", username="mei", password=PASSWORD)
    await browser.http.post("/language", data={"language": "en", "next": "//evil.example"})
    user = await UserAccount.objects().get(UserAccount.id == mei)
    assert user is not None
    assert user.language == "en"
    await browser.http.post("/mode", data={"mode": "elder", "next": "/account/devices"})
    assert 'data-mode="elder"' in (await browser.http.get("/account/devices")).text
    assert (await browser.http.post("/language", data={"language": "xx"})).headers["location"] == "/"


async def test_sessions_end_by_themselves(mei: int) -> None:
    browser = await _enter()
    start = clock.now()
    with clock.at(start + timedelta(minutes=119)):
        assert (await browser.http.get("/account/devices")).status_code == 200
    with clock.at(start + timedelta(minutes=119 + 119)):
        assert (await browser.http.get("/account/devices")).status_code == 200
    with clock.at(start + timedelta(minutes=119 + 119 + 121)):
        gone = await browser.http.get("/account/devices")
        assert gone.headers["location"] == "/sign-in?next=/account/devices"
        assert "一段时间没有使用" in (await browser.http.get(gone.headers["location"])).text
