"""Start the demo as the README says, sign in as its facilitator, look around, check it, and stop it."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

PATIENCE_S = 300
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")
LOOKED_AT = {
    "facilitator": ("/desk", "/desk/activities", "/desk/groups", "/desk/residents", "/desk/needs"),
    "leader": ("/my",),
    "coordinator": ("/desk", "/desk/colleagues", "/desk/grants"),
    "funder": ("/admin/", "/admin/programs"),
    "operator": ("/admin/",),
}


def main() -> None:
    """Exits with what went wrong."""
    home = Path(tempfile.mkdtemp(prefix="linli-ci-"))
    began = time.monotonic()
    environ = os.environ | {"XDG_STATE_HOME": str(home), "PYTHONUNBUFFERED": "1"}
    with (home / "log").open("w") as log:
        demo = subprocess.Popen(["bash", "-c", sys.argv[1]], env=environ, stdout=log, start_new_session=True)
    try:
        address = _ready(home / "log", demo)
        print(f"ready after {time.monotonic() - began:.1f} s at {address}")
        for username, pages in LOOKED_AT.items():
            _look_around(address, username, pages)
        os.killpg(demo.pid, signal.SIGTERM)
        _expect(demo.wait(timeout=30) in {0, -signal.SIGTERM, 128 + signal.SIGTERM}, "it did not stop calmly")
        _check(home / "linli-demo")
    finally:
        if demo.poll() is None:
            os.killpg(demo.pid, signal.SIGKILL)
        shutil.rmtree(home, ignore_errors=True)


def _expect(holds: bool, otherwise: str) -> None:
    if not holds:
        sys.exit(otherwise)


def _ready(log: Path, demo: "subprocess.Popen[bytes]") -> str:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        _expect(demo.poll() is None, f"the demo ended: {log.read_text()}")
        found = ADDRESS.search(log.read_text())
        if found and _answers(f"{found[0]}/health/ready"):
            print(log.read_text())
            return found[0]
        time.sleep(0.1)
    sys.exit(f"not ready after {PATIENCE_S} s: {log.read_text()}")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, TimeoutError, ConnectionError):
        return False


def _look_around(address: str, username: str, pages: tuple[str, ...]) -> None:
    """Sign in by the form that a person fills in, and open pages."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    form = browser.open(f"{address}/sign-in").read().decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    sent = urllib.parse.urlencode({**hidden, "username": username, "password": "linli-demo"}).encode()
    with browser.open(f"{address}/sign-in", sent) as answer:
        _expect("/sign-in" not in answer.url, f"{username} was not let in")
        print(f"{username} → {answer.url.removeprefix(address)}")
    for page in pages:
        with browser.open(f"{address}{page}") as answer:
            _expect(answer.status == 200, f"{username} {page}: {answer.status}")


def _check(folder: Path) -> None:
    """What the demo recorded holds together: audit chain, rollups, jobs."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("LINLI_")}
    environ |= {"LINLI_DATA_DIR": str(folder), "LINLI_DATABASE_URL": f"sqlite:///{folder}/linli-demo.sqlite"}
    subprocess.run([sys.executable, "-m", "server.cli", "check", "all"], env=environ, check=True)


main()
