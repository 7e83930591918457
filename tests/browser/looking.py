"""Looking at a page as its reader, a screen reader and a suspicious network would."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Request

STANDARD = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
# To tell all that is right as well, node for node, takes as long as finding out.
VIOLATIONS = "options => axe.run(options).then(found => found.violations)"
WIDER = "() => document.scrollingElement.scrollWidth - window.innerWidth"


def look(context: BrowserContext, address: str, paths: list[str], *, axe: bool = True) -> list[str]:
    """Open each page in one tab; what is wrong with it, a line each."""
    tab, script = context.new_page(), Axe().axe_script
    faults: list[str] = []
    said: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            said.append(f"console: {message.text}")

    def on_request(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob"} and f"{parts.scheme}://{parts.netloc}" != address:
            said.append(f"asks {request.url}")

    tab.on("console", on_console)
    tab.on("pageerror", lambda error: said.append(f"script: {error}"))
    tab.on("request", on_request)
    for path in paths:
        said.clear()
        answer = tab.goto(
            f"{address}{path}", wait_until="networkidle" if path.startswith("/admin") else "load"
        )
        if answer is None or answer.status != 200:
            said.append(f"answers {answer and answer.status}")
        if tab.evaluate("() => document.documentElement.lang") != "zh-CN":
            said.append("is not in Chinese")
        if (wider := tab.evaluate(WIDER)) > 0:
            said.append(f"is {wider} px wider than the window")
        if axe:
            tab.evaluate(script)
            said += _violations(tab.evaluate(VIOLATIONS, STANDARD))
        faults += [f"{path}: {fault}" for fault in said]
    tab.close()
    return faults


def _violations(found: list[dict[str, Any]]) -> list[str]:
    return [
        f"{violation['id']}: {' | '.join(node['html'][:160] for node in violation['nodes'][:3])}"
        for violation in found
    ]
