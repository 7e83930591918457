"""Rosters as programs hand them in."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any

from programs.residents.tables import Resident
from server.jobs.runner import run_all
from server.lib import clock
from server.routes import register_rooms
from tests.cast import Cast
from tests.sheets import xlsx
from tests.visitor import Visitor


def _body(content: bytes, **more: Any) -> dict[str, Any]:
    return {
        "purpose": "register",
        "how": "paper",
        "delete_after": str(clock.today() + timedelta(days=90)),
        "file_name": "名单.xlsx",
        "content": base64.b64encode(content).decode(),
        **more,
    }


async def test_a_list_from_file_to_people(cast: Cast) -> None:
    register_rooms()
    chen = Visitor("chen")
    place = f"/api/communities/{cast.ours.community}/rosters"
    content = xlsx([["姓名", "电话"], ["钱二", "13800002222"], ["孙三", "1"]])
    made = await chen.send(place, _body(content))
    assert made.status_code == 201, made.text
    home = f"/api/rosters/{made.json()['id']}"
    await run_all()
    shown = (await chen.get(home)).json()
    assert (shown["state"], shown["fields"]) == ("checked", ["name", "phone"])
    assert shown["counts"] == {
        "new": 1,
        "matched": 0,
        "rejected": 1,
        "question": 0,
        "stayed": 0,
        "unplaced": 0,
    }
    rows = (await chen.get(f"{home}/rows", params={"kind": "rejected"})).json()["rows"]
    assert rows[0]["problems"][0]["cell"] == "B3"
    fixed = await chen.send(f"{home}/cells", {"cells": [{"row": 3, "column": 1, "text": "0431"}]})
    assert fixed.status_code == 201
    await run_all()
    version = (await chen.get(home)).json()["version"]
    assert (await chen.send(f"{home}/confirm", {"version": version})).status_code == 201
    await run_all()
    assert (await chen.get(home)).json()["state"] == "done"
    assert await Resident.count().where(Resident.batch == made.json()["id"]) == 2
    assert (await chen.send(f"{home}/undo")).status_code == 201
    assert (await chen.get(home)).json()["state"] == "undoing"
    await run_all()
    assert (await chen.get("/api/rosters")).json()["rows"][0]["state"] == "undone"


async def test_what_is_not_taken(cast: Cast) -> None:
    chen = Visitor("chen")
    place = f"/api/communities/{cast.ours.community}/rosters"
    crime = await chen.send(place, _body(xlsx([["姓名", "犯罪记录"], ["王", "无"]])))
    assert crime.status_code == 422
    assert "犯罪记录" in crime.text
    assert (await chen.send(place, _body(b"MZ" + bytes(99)))).status_code == 422
    assert (await chen.send(place, {**_body(b""), "content": "%%%"})).status_code in {400, 422}
    assert (await Visitor("he").send(place, _body(xlsx([["姓名"], ["王"]])))).status_code == 404
