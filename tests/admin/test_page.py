"""The page of Piccolo Admin: only files of ours, no foreign host, and phrases that it really has."""

from admin.bundle import parts
from admin.phrases import phrases
from server.lib.i18n import language
from tests.cast import Cast
from tests.visitor import Visitor

OURS = {"Menu", "Next", "Page", "Previous", "Rows per page"}


async def test_it_says_no_foreign_host_and_runs_only_files(cast: Cast) -> None:
    page = await Visitor("wu").get("/admin/")
    policy = page.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "default-src 'none'" in policy
    assert "http" not in policy
    files = page.text.count('<script type="module" src="/static/admin/')
    assert page.text.count("<script") == files + page.text.count('<script type="application/json"')
    assert "http://" not in page.text
    assert "https://" not in page.text
    assert page.headers["cache-control"] == "no-store"
    for name in {part.split('"')[0] for part in page.text.split("/static/admin/")[1:]}:
        answer = await Visitor().get(f"/static/admin/{name}")
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
    assert (await Visitor().get("/static/admin/%2e%2e%2fpages.py")).status_code == 404


async def test_without_the_slash_it_goes_there(cast: Cast) -> None:
    answer = await Visitor("wu").get("/admin")
    assert (answer.status_code, answer.headers["location"]) == (303, "/admin/")


def test_its_own_phrases_are_still_in_it() -> None:
    script = max(parts().values(), key=lambda part: len(part.body)).body.decode()
    with language("zh_CN"):
        for phrase in phrases().keys() - OURS:
            assert phrase.replace("#", "").strip() in script, phrase


async def test_nobody_reads_it_in_two_languages(cast: Cast) -> None:
    for code, name in (("zh_CN", "zh-CN"), ("en", "en")):
        visitor = Visitor("wu", language=code)
        offered = (await visitor.get("/admin/public/translations/")).json()
        assert [one["language_code"] for one in offered["translations"]] == [name]
        assert (await visitor.get(f"/admin/public/translations/{name}/")).status_code == 200
        assert (await visitor.get("/admin/public/translations/cy/")).status_code == 404
