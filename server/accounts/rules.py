"""Names, passwords, how long a session lives, when a one-time link still opens."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

import msgspec

from server.accounts.common_passwords import COMMON, CONTEXT, RUNS, WORDS
from server.lib.actor import COORDINATOR, FACILITATOR, FUNDER, LEADER, OPERATOR, Assignment

PASSWORD_MIN = 8
PASSWORD_MAX = 128
USERNAME_MIN = 2
USERNAME_MAX = 40
INVITATION_DAYS = 7
RESET_HOURS = 24
DOUBLE_TAP = timedelta(minutes=2)
KEEP_EXPIRED = timedelta(days=30)
KEEP_BUCKETS = timedelta(days=2)

# ASVS 7.1.1 asks for the reasons. Staff see many people's records, often at a shared office desk. The usual
# advice is 30 minutes, but writing up a home visit on a phone takes longer than that between two saves, and
# who is thrown out in mid-form pins her password to the wall. Leaders see their own group on their own phone.
IDLE_STAFF = timedelta(hours=2)
IDLE_LEADER = timedelta(hours=12)
ABSOLUTE = timedelta(days=7)

_USERNAME = re.compile(r"[\w.@·-]+")
_REPEATED = re.compile(r"(.{1,4}?)\1+")
_NOT_WORD = re.compile(r"[\W_]+")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DAY = re.compile(r"(?:19|20)\d\d(?:0\d|1[0-2])(?:[0-2]\d|3[01])")
_SAME = re.compile(r"(.)\1\1+")
_PHONE = re.compile(r"(?:86)?1[3-9]\d{9}")
_RUNS = sorted(
    {
        way[start : start + length]
        for run in RUNS
        for way in (run, run[::-1])
        for length in range(3, len(run) + 1)
        for start in range(len(run) - length + 1)
    },
    key=len,
    reverse=True,
)


def folded(username: str) -> str:
    """The one spelling of a username: full-width and case do not matter."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", username).casefold()).strip()


def username_fault(username: str) -> str | None:
    """Why a folded username cannot be taken, or None."""
    if not USERNAME_MIN <= len(username) <= USERNAME_MAX:
        return "accounts.username_length"
    return None if _USERNAME.fullmatch(username) else "accounts.username_letters"


def same_password(password: str) -> str:
    """The one spelling of a password: input methods send full-width letters and a space at either end."""
    return unicodedata.normalize("NFKC", password).strip()


def password_fault(password: str, context: Iterable[str] = ()) -> str | None:
    """Why a password (in its one spelling) is refused, or None. No composition rules (ASVS 6.2.5).

    `context` names what an attacker would try first: the username, the person, the organisation, its estates.
    """
    if len(password) < PASSWORD_MIN:
        return "accounts.password_short"
    if len(password) > PASSWORD_MAX:
        return "accounts.password_long"
    plain = _plain(password)
    if (
        not COMMON.isdisjoint({plain, password.casefold()})
        or len(set(plain)) < 4
        or _REPEATED.fullmatch(plain)
    ):
        return "accounts.password_common"
    if _DAY.fullmatch(plain) or _PHONE.fullmatch(plain):
        return "accounts.password_guessable"
    if len(_without_parts(plain)) < 3:
        return "accounts.password_common"
    words = {_plain(folded(word)) for word in (*CONTEXT, *context)}
    rest = _without(plain, words)
    left = _without_parts(rest)
    guessable = rest != plain and (len(left) < 3 or (left.isdecimal() and len(left) <= 8))
    return "accounts.password_guessable" if guessable else None


def _plain(text: str) -> str:
    return _NOT_WORD.sub("", text.casefold())


def _without(plain: str, words: Collection[str]) -> str:
    for word in sorted(words, key=len, reverse=True):
        if len(word) >= 2:
            plain = plain.replace(word, "")
    return plain


def _without_parts(plain: str) -> str:
    """What is left without runs on the keyboard, days, years, one sign repeated and everybody's words."""
    rest = plain
    for run in _RUNS:
        rest = rest.replace(run, " ")
    for shape in (_DAY, _YEAR, _SAME):
        rest = shape.sub(" ", rest)
    return "".join(_without(rest, WORDS).split())


def idle_minutes(roles: Collection[str]) -> int:
    """Minutes without use after which a session ends: the strictest of the person's roles."""
    short = {OPERATOR, COORDINATOR, FACILITATOR, FUNDER}
    idle = IDLE_LEADER if LEADER in roles and not short & set(roles) else IDLE_STAFF
    return int(idle.total_seconds() // 60)


def link_fault(
    *, expires_at: datetime, used_at: datetime | None, withdrawn_at: datetime | None, now: datetime
) -> str | None:
    """Why a one-time link opens nothing any more, or None."""
    if withdrawn_at is not None:
        return "accounts.link_withdrawn"
    if used_at is not None:
        return "accounts.link_used"
    return "accounts.link_expired" if expires_at <= now else None


def last_coordinator_leaves(*, role: str, scope: str, others: int) -> bool:
    """Whether nobody would be left who may invite; `others` are the organisation's other coordinators."""
    return role == COORDINATOR and scope == "organisation" and others == 0


def local_path(url: str) -> str:
    """Where to go on to: a path of ours, or the start page. Stops open redirects (ASVS 3.7.2)."""
    ours = url.startswith("/") and not url.startswith(("//", "/\\")) and "\\" not in url
    readable = all(char > " " for char in url) and "\x7f" not in url
    return url if ours and readable and len(url) <= 500 else "/"


def ip_prefix(address: str) -> str:
    """An address without its last part (IPv4 /24, IPv6 /48): enough to recognise a place, not a person."""
    if ":" in address:
        return ":".join(address.split(":")[:3]) + "::/48"
    parts = address.split(".")
    return ".".join(parts[:3]) + ".0/24" if len(parts) == 4 else ""


def device_name(user_agent: str) -> str:
    """A browser and its system in two words, as the devices page shows them."""
    systems = (
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("HarmonyOS", "HarmonyOS"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    )
    browsers = (
        ("MicroMessenger", "WeChat"),
        ("QQBrowser", "QQ Browser"),
        ("Edg", "Edge"),
        ("Firefox", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    )
    system = next((name for mark, name in systems if mark in user_agent), "")
    browser = next((name for mark, name in browsers if mark in user_agent), "")
    return " · ".join(part for part in (browser, system) if part)


def read_role(text: str) -> Assignment | None:
    """`leader:group:5` as an assignment, `coordinator:organisation` without an id; None for other words."""
    role, scope, *number = text.split(":")
    try:
        return held_as(role, scope, int(number[0]) if number else None)
    except msgspec.ValidationError:
        return None


def held_as(role: str, scope: str, scope_id: int | None) -> Assignment:
    """A role as it stands in a row."""
    return msgspec.convert({"role": role, "scope": scope, "scope_id": scope_id}, Assignment)


def spell_role(role: Assignment) -> str:
    """An assignment as `read_role` reads it."""
    return ":".join(str(part) for part in (role.role, role.scope, role.scope_id) if part is not None)


def home_of(roles: Collection[str]) -> str:
    """Where somebody with these roles begins the day."""
    if COORDINATOR in roles or FACILITATOR in roles:
        return "/desk"
    if LEADER in roles or not roles:  # whose last term has ended is told so there
        return "/my"
    # The admin begins with tables; who pays for programs wants to see how they go.
    return "/admin/programs" if FUNDER in roles and OPERATOR not in roles else "/admin/"
