"""A certificate is printed, verified by anybody, and no longer once it is revoked."""

import re

import pytest

from groups.activities.tables import Ceremony
from incentives.recognition import certificate_actions, certificate_exports, certificate_rules
from incentives.recognition.tables import Award
from programs.residents.erasure_actions import erase
from programs.residents.tables import Resident
from server.lib import db
from server.lib.errors import Refused
from tests import awards
from tests.cast import Cast, _row
from tests.visitor import Visitor


async def test_from_the_paper_to_the_verdict(cast: Cast) -> None:
    chen, nobody = Visitor("chen"), Visitor()
    name, resident = next(iter(cast.ours.residents.items()))
    given = await awards.award(cast, await awards.honour(cast.ours), resident)
    printed = await chen.post(f"/desk/awards/{given.id}/certificate")
    assert printed.content.startswith(b"%PDF-")
    assert "2021-017" in printed.headers["content-disposition"]
    assert len(await db.rows("SELECT id FROM audit_entry WHERE action = 'certificate.printed'")) == 1
    shown = (await nobody.get(f"/verify/{given.code}")).text
    assert "有效" in shown
    assert name not in shown  # nobody has asked her
    consent = await awards.agrees_to_publicity(cast, resident)
    grouped = f"{given.code[:16].upper()} {given.code[16:]}"
    assert name in (await nobody.get(f"/verify/{grouped}")).text
    assert (
        (await nobody.get("/verify", params={"code": grouped})).headers["location"].endswith(given.code[16:])
    )
    await awards.withdraws(consent)
    assert name not in (await nobody.get(f"/verify/{given.code}")).text
    await awards.revoke(given)
    gone = (await nobody.get(f"/verify/{given.code}")).text
    assert "已撤销" in gone
    assert "有效" not in gone
    assert (await nobody.get(f"/api/verify/{given.code}")).json()["reason_class"] == "facts_untrue"
    refused = await chen.post(f"/desk/awards/{given.id}/certificate")
    assert refused.status_code == 303
    by_api = await chen.send(f"/api/awards/{given.id}/certificate")
    assert by_api.status_code == 409


async def test_unknown_and_malformed_look_the_same(cast: Cast) -> None:
    nobody = Visitor()
    pages, answers = set(), set()
    for code in ("f" * 32, "x", "0" * 32, "'; DROP TABLE award", "1" * 500):
        told = await nobody.get(f"/verify/{code}")
        assert told.status_code == 200
        main = told.text[told.text.index("<main") : told.text.index("</main>")]
        pages.add(re.sub(r' value="[^"]*"', "", main))  # but for what was typed, which is kept to be mended
        answers.add((await nobody.get(f"/api/verify/{code}")).text)
    assert len(answers) == 1
    assert len(pages) == 1, pages
    assert 'value="3f2a 9c01"' in (await nobody.get("/verify/3f2a 9c01")).text


async def test_who_is_forgotten_is_named_by_no_code(cast: Cast) -> None:
    nobody = Visitor()
    name, resident = next(iter(cast.ours.residents.items()))
    given = await awards.award(cast, await awards.honour(cast.ours), resident)
    await awards.agrees_to_publicity(cast, resident)
    assert name in (await nobody.get(f"/verify/{given.code}")).text
    async with db.write_transaction():
        person = await Resident.objects().get(Resident.id == resident)
        assert person is not None
        await erase(person, ground="asked", actor=cast.lin)
    told = (await nobody.get(f"/api/verify/{given.code}")).json()
    assert told["name_as_allowed"] == ""
    assert (await nobody.get(f"/badges/{given.code}.jwt")).status_code == 404


async def test_nobody_is_printed_once_forgotten(cast: Cast) -> None:
    chen = Visitor("chen")
    async with db.write_transaction():
        ceremony = await _row(
            Ceremony, organisation=cast.ours.organisation, activity=cast.ours.activity, purpose="recognition"
        )
    honour = await awards.honour(cast.ours)
    forgotten, other = list(cast.ours.residents.values())[:2]
    given = await awards.award(cast, honour, forgotten, ceremony=ceremony)
    kept = await awards.award(cast, honour, other, serial=18, ceremony=ceremony)
    async with db.write_transaction():
        person = await Resident.objects().get(Resident.id == forgotten)
        assert person is not None
        await erase(person, ground="asked", actor=cast.lin)
    home, hall = f"/desk/awards/{given.id}", f"/desk/ceremonies/{ceremony}/certificates"
    assert "不再打印证书" in (await chen.get(f"{home}/certificate")).text
    refused = await chen.post(f"{home}/certificate")
    assert refused.headers["location"] == f"{home}/certificate"
    by_api = await chen.send(f"/api/awards/{given.id}/certificate")
    assert (by_api.status_code, by_api.json()["code"]) == (409, "recognition.forgotten")
    for address in (f"{home}/certificate.png", f"{home}/badge/jwt"):
        assert (await chen.get(address)).status_code == 404
    listed = (await chen.get(hall)).text
    assert "有1份没有列入" in listed
    assert "2021-018" in listed
    assert "2021-017" not in listed
    assert b"/Count 1" in (await chen.post(hall)).content
    with pytest.raises(Refused, match="forgotten"):
        await certificate_actions.note_printed([kept, given], actor=cast.chen)
    assert len(await db.rows("SELECT id FROM audit_entry WHERE action = 'certificate.printed'")) == 1


async def test_all_of_a_ceremony_and_nothing_of_another_ngo(cast: Cast) -> None:
    lin = Visitor("lin")
    async with db.write_transaction():
        ceremony = await _row(
            Ceremony, organisation=cast.ours.organisation, activity=cast.ours.activity, purpose="both"
        )
    honour = await awards.honour(cast.ours)
    people = list(cast.ours.residents.items())
    for serial, (_name, resident) in enumerate(people, start=1):
        given = await awards.award(cast, honour, resident, serial=serial, ceremony=ceremony)
    await awards.revoke(given)
    url = f"/desk/ceremonies/{ceremony}/certificates"
    listed = (await lin.get(url)).text
    assert people[0][0] in listed
    assert f"2021-{len(people):03}" not in listed  # revoked
    printed = await lin.post(url)
    assert f"/Count {len(people) - 1}".encode() in printed.content
    assert (await lin.get(f"/desk/awards/{given.id}/certificate.png")).status_code == 404
    assert (await lin.get(f"/desk/awards/{given.id - 1}/certificate.png")).content.startswith(b"\x89PNG")
    async with db.write_transaction():
        await Award.delete(force=True)
    theirs = await awards.award(cast, await awards.honour(cast.theirs), side=cast.theirs)
    assert (await lin.post(f"/desk/awards/{theirs.id}/certificate")).status_code == 404
    assert (await lin.post("/desk/ceremonies/1/certificates")).status_code == 404
    assert await Award.count() == 1


async def test_a_large_ceremony_is_printed_in_files_and_none_is_left_out(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(certificate_rules, "IN_A_FILE", 2)
    monkeypatch.setattr(certificate_exports, "MOST_SHEETS", 3)
    lin = Visitor("lin")
    async with db.write_transaction():
        ceremony = await _row(
            Ceremony, organisation=cast.ours.organisation, activity=cast.ours.activity, purpose="both"
        )
    honour, resident = await awards.honour(cast.ours), next(iter(cast.ours.residents.values()))
    given = [
        await awards.award(cast, honour, resident, serial=serial, ceremony=ceremony) for serial in range(1, 6)
    ]
    url = f"/desk/ceremonies/{ceremony}/certificates"
    listed = (await lin.get(url)).text
    asked = re.findall(r'name="first" value="(\d+)"><input type="hidden" name="last" value="(\d+)"', listed)
    assert [(int(first), int(last)) for first, last in asked] == [
        (given[0].id, given[1].id),
        (given[2].id, given[3].id),
        (given[4].id, given[4].id),
    ]
    ops = set(re.findall(r'name="op_id" value="([^"]+)"', listed))
    assert len(ops) >= len(asked)
    whole = await lin.post(url)
    assert whole.headers["location"] == url
    await awards.revoke(given[1])
    counts = []
    for first, last in asked:
        printed = await lin.post(url, {"first": first, "last": last})
        assert "2021-00" in printed.headers["content-disposition"]
        counts.append(int(re.findall(rb"/Count (\d+)", printed.content)[0]))
    assert counts == [1, 2, 1]
    logged = await db.rows("SELECT subject_id FROM audit_entry WHERE action = 'certificate.printed'")
    assert {row["subject_id"] for row in logged} == {one.id for one in given if one.id != given[1].id}
    theirs = await awards.award(cast, await awards.honour(cast.theirs), side=cast.theirs)
    assert (await lin.post(url, {"first": theirs.id, "last": given[4].id})).status_code == 404
