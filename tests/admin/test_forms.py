"""The operator's forms: each carries out one action, is logged, and refuses in a sentence."""

import re

import pytest

from server.accounts.tables import AccountSession, Invitation, Organisation, UserAccount
from server.audit.tables import AuditEntry
from server.jobs.actions import enqueue
from server.jobs.tables import Job
from server.lib.db import write_transaction
from tests.cast import Cast
from tests.visitor import HOST, Visitor


async def _send(form: str, /, who: str = "qian", **fields: object) -> tuple[int, dict]:
    visitor = Visitor(who)
    answer = await visitor.http.post(f"/admin/api/forms/{form}/", json=fields, headers={"origin": HOST})
    return answer.status_code, answer.json()


async def test_the_operator_finds_her_forms_in_her_language(cast: Cast) -> None:
    listed = (await Visitor("qian").get("/admin/api/forms/")).json()
    assert "开通机构" in {form["name"] for form in listed}
    for form in listed:
        schema = (await Visitor("qian").get(f"/admin/api/forms/{form['slug']}/schema/")).json()
        assert not any(field["title"].isascii() for field in schema["properties"].values())
    assert (await Visitor("wu").get("/admin/api/forms/")).json() == []
    assert (await Visitor("lin").get("/admin/api/forms/end-sessions/")).status_code == 404


async def test_an_organisation_and_its_first_coordinator(cast: Cast) -> None:
    status, said = await _send("open-organisation", name="丙社工", slug="bing")
    assert (status, "custom_form_success" in said) == (200, True)
    status, said = await _send("invite-coordinator", slug="bing", invited_name="孙老师")
    assert status == 200
    path = re.search(r"/invitation/[\w-]+", said["custom_form_success"])
    assert path is not None
    assert (await Visitor().get(path.group())).status_code == 200
    row = await Invitation.objects().get(Invitation.invited_name == "孙老师")
    organisation = await Organisation.objects().get(Organisation.slug == "bing")
    assert (row.organisation, row.role) == (organisation.id, "coordinator")
    assert await AuditEntry.exists().where(
        AuditEntry.organisation == organisation.id, AuditEntry.action == "invitation.made"
    )


async def test_a_form_sent_twice_is_carried_out_once(cast: Cast) -> None:
    visitor = Visitor("qian")
    headers = {"origin": HOST, "x-op-id": "0b6f6f0e-6a2c-4f5e-9a51-2f6a3a5f1c11"}
    said = [
        (
            await visitor.http.post(
                "/admin/api/forms/invite-coordinator/",
                json={"slug": "jia", "invited_name": "孙老师"},
                headers=headers,
            )
        ).json()["custom_form_success"]
        for _ in range(2)
    ]
    assert said[0] == said[1]
    assert await Invitation.count().where(Invitation.invited_name == "孙老师") == 1
    other = await visitor.http.post(
        "/admin/api/forms/end-sessions/", json={"username": "chen"}, headers=headers
    )
    assert other.status_code == 422


async def test_an_account_is_signed_out_shut_and_opened_again(cast: Cast) -> None:
    assert (await _send("end-sessions", username="Chen"))[0] == 200
    assert (await Visitor("chen").get("/desk")).status_code != 200
    assert not await AccountSession.exists().where(
        AccountSession.user == cast.chen.user_id, AccountSession.revoked_at.is_null()
    )
    assert (await _send("shut-account", username="chen"))[0] == 200
    assert not (await UserAccount.objects().get(UserAccount.username == "chen")).active
    assert (await _send("open-account", username="chen"))[0] == 200
    assert (await UserAccount.objects().get(UserAccount.username == "chen")).active
    status, said = await _send("password-link", username="chen")
    assert status == 200
    assert f"{HOST}/password-reset/" in said["custom_form_success"]


async def test_given_up_work_is_tried_again_once_asked(cast: Cast) -> None:
    async with write_transaction():
        job = await enqueue("toys.fly", {}, actor=cast.lin)
        await Job.update({Job.state: "dead", Job.attempts: 9}).where(Job.id == job)
    assert (await _send("run-job-again", job=str(job)))[0] == 200
    row = await Job.objects().get(Job.id == job)
    assert (row.state, row.attempts) == ("ready", 0)
    assert await AuditEntry.exists().where(AuditEntry.action == "job.asked_again")
    assert (await _send("run-job-again", job=str(job)))[0] == 422


@pytest.mark.parametrize(
    ("slug", "fields"),
    [
        ("open-organisation", {"name": "甲", "slug": "jia"}),
        ("open-organisation", {"name": "甲", "slug": "Not A Slug"}),
        ("open-organisation", {"name": "", "slug": "x"}),
        ("open-organisation", {"name": "长" * 5000, "slug": "x"}),
        ("open-organisation", {"name": "长" * 121, "slug": "x"}),
        ("open-organisation", {"name": "丙\u0001社工", "slug": "x"}),
        ("open-organisation", {"name": {"a": 1}, "slug": "x"}),
        ("open-organisation", {}),
        ("invite-coordinator", {"slug": "nowhere", "invited_name": "甲"}),
        ("invite-coordinator", {"slug": "jia", "invited_name": "长" * 61}),
        ("end-sessions", {"username": "nobody"}),
        ("run-job-again", {"job": "999"}),
        ("run-job-again", {"job": "-1"}),
        ("run-job-again", {"job": "１２"}),
        ("run-job-again", {"job": "9" * 20}),
        ("end-sessions", {"username": "qian"}),
        ("end-sessions", {"username": "a\x00b"}),
    ],
)
async def test_what_cannot_be_done_is_said_in_a_sentence(cast: Cast, slug: str, fields: dict) -> None:
    before = (await Organisation.count(), await AuditEntry.count())
    status, said = await _send(slug, **fields)
    assert status == 422
    assert said["custom_form_error"]
    assert not said["custom_form_error"].isascii()
    assert (await Organisation.count(), await AuditEntry.count()) == before


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"null", b"\xff\xfe", b"[" * 10_000])
async def test_what_cannot_be_read_is_said_so(cast: Cast, body: bytes) -> None:
    answer = await Visitor("qian").http.post(
        "/admin/api/forms/end-sessions/",
        content=body,
        headers={"origin": HOST, "content-type": "application/json"},
    )
    assert answer.status_code == 422
    assert "custom_form_error" in answer.json()


async def test_a_foreign_page_cannot_send_a_form(cast: Cast) -> None:
    for headers in ({"origin": "https://elsewhere.example"}, {"sec-fetch-site": "cross-site"}, {}):
        answer = await Visitor("qian").http.post(
            "/admin/api/forms/end-sessions/", json={"username": "chen"}, headers=headers
        )
        assert answer.status_code == 403
    assert await AccountSession.exists().where(
        AccountSession.user == cast.chen.user_id, AccountSession.revoked_at.is_null()
    )


@pytest.mark.parametrize("who", ["wu", "lin", "chen", "zhao"])
async def test_nobody_else_has_forms(cast: Cast, who: str) -> None:
    status, _said = await _send("end-sessions", who, username="chen")
    assert status in {403, 404}
