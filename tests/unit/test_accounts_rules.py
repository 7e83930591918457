"""Rules of the door as tables, and token buckets under any sequence of tries."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.accounts import buckets, entrance, policy, rules
from server.accounts.buckets import Bucket, Limit
from server.accounts.schemas import REASONS
from server.lib.actor import Actor, Assignment

NOON = datetime(2026, 11, 21, 4, tzinfo=UTC)
AROUND = ("lin", "林老师", "甲社工服务中心", "锦绣园", "jinxiuyuan")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Lin", "lin"),
        (" ＬＩＮ　", "lin"),
        ("Straße", "strasse"),
        ("林老师", "林老师"),
        ("𠮷田", "𠮷田"),
        ("ﬁona", "fiona"),
    ],
)
def test_one_person_has_one_spelling(typed: str, name: str) -> None:
    assert rules.folded(typed) == name
    assert rules.folded(name) == name


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("lin", None),
        ("林·老师", None),
        ("lin.wei@jia-1", None),
        ("l", "accounts.username_length"),
        ("l" * 41, "accounts.username_length"),
        ("lin wei", "accounts.username_letters"),
        ("lin\x00", "accounts.username_letters"),
        ("<lin>", "accounts.username_letters"),
        ("林😀", "accounts.username_letters"),
    ],
)
def test_usernames(name: str, fault: str | None) -> None:
    assert rules.username_fault(name) == fault


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("Zk7m!pQ", "accounts.password_short"),
        ("院子里的猫", "accounts.password_short"),
        ("x" * 129, "accounts.password_long"),
        ("12345678", "accounts.password_common"),
        ("88888888", "accounts.password_common"),
        ("Passw0rd!", "accounts.password_common"),
        ("qwe123!@#", "accounts.password_common"),
        ("woaini1314", "accounts.password_common"),
        ("Wang5201314", "accounts.password_common"),
        ("abcabcabc", "accounts.password_common"),
        ("linli-demo", "accounts.password_common"),
        ("１２３４５６７８", "accounts.password_common"),
        ("19880512", "accounts.password_guessable"),
        ("13812345678", "accounts.password_guessable"),
        ("锦绣园1号楼2栋", None),
        ("锦绣园20260101", "accounts.password_guessable"),
        ("jinxiuyuan888", "accounts.password_guessable"),
        ("linli2026!", "accounts.password_common"),
        ("甲社工服务中心01", "accounts.password_guessable"),
        ("院子里的猫睡着了", None),
        ("tile-harbour-91-owl", None),
        ("Zk7m!pQ2x", None),
        ("x1" * 3 + "y2z", None),
    ],
)
def test_passwords(password: str, fault: str | None) -> None:
    found = rules.password_fault(rules.same_password(password), AROUND)
    assert found == fault
    assert found is None or found in REASONS


@given(st.text(alphabet="abcdefghijkmnpqrstuvwxyz23456789", min_size=20, max_size=60))
def test_what_a_password_store_makes_is_accepted(password: str) -> None:
    assert len(set(password)) < 10 or rules.password_fault(password) is None


@given(st.text(max_size=200))
def test_any_text_is_judged(password: str) -> None:
    rules.password_fault(rules.same_password(password), (password, "", "·"))


@pytest.mark.parametrize(
    ("roles", "minutes"),
    [
        ({"leader"}, 720),
        ({"leader", "facilitator"}, 120),
        ({"leader", "funder"}, 120),
        ({"coordinator"}, 120),
        ({"operator"}, 120),
        (set(), 120),
    ],
)
def test_a_session_lives_as_long_as_the_strictest_role_allows(roles: set[str], minutes: int) -> None:
    assert rules.idle_minutes(roles) == minutes


@pytest.mark.parametrize(
    ("expires", "used", "withdrawn", "fault"),
    [
        (NOON + timedelta(seconds=1), None, None, None),
        (NOON, None, None, "accounts.link_expired"),
        (NOON - timedelta(days=1), NOON, None, "accounts.link_used"),
        (NOON + timedelta(days=1), NOON, None, "accounts.link_used"),
        (NOON + timedelta(days=1), None, NOON, "accounts.link_withdrawn"),
    ],
)
def test_links(
    expires: datetime, used: datetime | None, withdrawn: datetime | None, fault: str | None
) -> None:
    found = rules.link_fault(expires_at=expires, used_at=used, withdrawn_at=withdrawn, now=NOON)
    assert found == fault


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("/desk/groups?page=2", "/desk/groups?page=2"),
        ("/c/五福桥", "/c/五福桥"),
        ("", "/"),
        ("desk", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("/desk\\..", "/"),
        ("https://evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/\tdesk", "/"),
        ("/a\nLocation: //evil", "/"),
        ("/" + "a" * 600, "/"),
    ],
)
def test_onward_is_always_ours(url: str, path: str) -> None:
    assert rules.local_path(url) == path


@pytest.mark.parametrize(
    ("address", "prefix"),
    [("10.1.2.3", "10.1.2.0/24"), ("2001:da8:1:2::3", "2001:da8:1::/48"), ("testclient", ""), ("", "")],
)
def test_an_address_names_a_place_and_no_person(address: str, prefix: str) -> None:
    assert rules.ip_prefix(address) == prefix


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (Linux; Android 9) AppleWebKit Chrome/86 MicroMessenger/8.0", "WeChat · Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17) AppleWebKit Version/17 Safari/604", "Safari · iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit Chrome/130 Safari Edg/130", "Edge · Windows"),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_devices_have_names(user_agent: str, name: str) -> None:
    assert rules.device_name(user_agent) == name


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("coordinator:organisation", Assignment("coordinator", "organisation")),
        ("leader:group:5", Assignment("leader", "group", 5)),
        ("leader:moon:5", None),
        ("king:organisation", None),
    ],
)
def test_roles_are_read(text: str, role: Assignment | None) -> None:
    assert rules.read_role(text) == role
    assert role is None or rules.spell_role(role) == text


LIN = Actor(user_id=1, organisation_id=1, name="林", assignments=(Assignment("coordinator", "organisation"),))
CHEN = Actor(
    user_id=2, organisation_id=1, name="陈", assignments=(Assignment("facilitator", "community", 3),)
)
ZHAO = Actor(user_id=3, organisation_id=1, name="赵", assignments=(Assignment("leader", "group", 4),))
QIAN = Actor(user_id=4, organisation_id=1, name="钱", assignments=(Assignment("operator", "installation"),))


@pytest.mark.parametrize(
    ("actor", "role", "fault"),
    [
        (LIN, "coordinator:organisation", None),
        (LIN, "facilitator:community:3", None),
        (LIN, "leader:group:4", None),
        (LIN, "funder:grant:1", None),
        (LIN, "operator:installation", "accounts.role_not_yours"),
        (LIN, "coordinator:community:3", "accounts.scope_does_not_fit"),
        (LIN, "leader:group", "accounts.scope_does_not_fit"),
        (LIN, "facilitator:organisation:3", "accounts.scope_does_not_fit"),
        (CHEN, "leader:group:4", None),
        (CHEN, "facilitator:community:3", "accounts.role_not_yours"),
        (ZHAO, "leader:group:4", "accounts.role_not_yours"),
        (QIAN, "coordinator:organisation", None),
        (QIAN, "facilitator:organisation", "accounts.role_not_yours"),
    ],
)
def test_who_hands_out_what(actor: Actor, role: str, fault: str | None) -> None:
    read = rules.read_role(role)
    assert read is not None
    assert policy.may_hand_out(actor, read) == fault


@pytest.mark.parametrize(
    ("actor", "user_id", "organisation_id", "fault"),
    [
        (LIN, 2, 1, None),
        (LIN, 1, 1, "accounts.own_account"),
        (LIN, 9, 2, "accounts.not_yours"),
        (CHEN, 3, 1, "accounts.not_yours"),
        (QIAN, 9, 2, None),
    ],
)
def test_who_looks_after_whom(actor: Actor, user_id: int, organisation_id: int, fault: str | None) -> None:
    assert policy.may_manage(actor, user_id=user_id, organisation_id=organisation_id) == fault


@pytest.mark.parametrize(
    ("actor", "fault"), [(LIN, "accounts.not_yours"), (CHEN, "accounts.not_yours"), (QIAN, None)]
)
def test_operators_are_looked_after_by_operators(actor: Actor, fault: str | None) -> None:
    found = policy.may_manage(actor, user_id=9, organisation_id=1, runs_installation=True)
    assert found == fault


@pytest.mark.parametrize(
    ("actor", "role", "fault"),
    [
        (LIN, "coordinator:organisation", None),
        (LIN, "funder:grant:1", None),
        (LIN, "operator:installation", "accounts.role_not_yours"),
        (CHEN, "leader:group:4", None),
        (CHEN, "facilitator:community:3", "accounts.role_not_yours"),
        (QIAN, "operator:installation", None),
        (QIAN, "leader:group:4", None),
    ],
)
def test_who_ends_what(actor: Actor, role: str, fault: str | None) -> None:
    read = rules.read_role(role)
    assert read is not None
    assert policy.may_end(actor, read) == fault


@pytest.mark.parametrize(
    ("role", "scope", "others", "last"),
    [
        ("coordinator", "organisation", 0, True),
        ("coordinator", "organisation", 1, False),
        ("facilitator", "organisation", 0, False),
    ],
)
def test_one_coordinator_stays(role: str, scope: str, others: int, last: bool) -> None:
    assert rules.last_coordinator_leaves(role=role, scope=scope, others=others) is last


def test_a_device_knows_who_has_signed_in_on_it() -> None:
    cookie = entrance.remembering("", "lin")
    assert entrance.knows_device(cookie, "lin")
    assert not entrance.knows_device(cookie, "chen")
    both = entrance.remembering(cookie, "chen")
    assert entrance.knows_device(both, "lin")
    assert entrance.knows_device(both, "chen")
    assert both.split(".")[0] == cookie.split(".")[0]


@pytest.mark.parametrize("cookie", ["", ".", "a.b", "..", "é.é", "x" * 5000, "a.𠮷"])
def test_a_made_up_device_is_unknown(cookie: str) -> None:
    assert not entrance.knows_device(cookie, "lin")
    assert entrance.knows_device(entrance.remembering(cookie, "lin"), "lin")


def test_an_office_computer_remembers_eight_people() -> None:
    cookie = ""
    for number in range(20):
        cookie = entrance.remembering(cookie, f"p{number}")
    assert len(cookie) < 500
    assert entrance.knows_device(cookie, "p19")
    assert not entrance.knows_device(cookie, "p0")


def _tries(limit: Limit, gaps: list[float]) -> list[tuple[datetime, timedelta]]:
    bucket: Bucket | None = None
    now = NOON
    found = []
    for gap in gaps:
        now += timedelta(seconds=gap)
        bucket, wait = buckets.take(bucket, limit, now)
        found.append((now, wait))
    return found


def test_five_wrong_tries_then_a_growing_wait() -> None:
    bucket: Bucket | None = None
    now = NOON
    waits = []
    for _ in range(10):
        bucket, wait = buckets.take(bucket, buckets.PER_ACCOUNT, now)
        if wait:
            waits.append(round(wait.total_seconds() / 60))
            now += wait
            bucket, wait = buckets.take(bucket, buckets.PER_ACCOUNT, now)
            assert not wait
    assert waits == [3, 6, 12, 15, 15]


@given(st.lists(st.floats(0, 4000), max_size=60))
def test_nobody_waits_longer_than_a_quarter_of_an_hour(gaps: list[float]) -> None:
    for _now, wait in _tries(buckets.PER_ACCOUNT, gaps):
        assert wait <= timedelta(minutes=15, seconds=1)


@given(st.lists(st.floats(0, 4000), max_size=60))
def test_a_wait_that_is_kept_lets_in(gaps: list[float]) -> None:
    bucket: Bucket | None = None
    now = NOON
    for gap in gaps:
        now += timedelta(seconds=gap)
        bucket, wait = buckets.take(bucket, buckets.PER_ACCOUNT, now)
        if wait:
            now += wait
            bucket, wait = buckets.take(bucket, buckets.PER_ACCOUNT, now)
            assert not wait


@given(
    st.sampled_from([buckets.PER_ACCOUNT, buckets.PER_ADDRESS]),
    st.lists(st.floats(0, 600), max_size=200),
)
def test_no_more_tries_than_the_limit_allows(limit: Limit, gaps: list[float]) -> None:
    let_in = [now for now, wait in _tries(limit, gaps) if not wait]
    for start in let_in:
        within = [now for now in let_in if start <= now < start + limit.period]
        assert len(within) <= 2 * limit.tries


@given(st.lists(st.floats(0, 600), min_size=1, max_size=60))
def test_a_right_try_given_back_never_shuts_out(gaps: list[float]) -> None:
    bucket: Bucket | None = None
    now = NOON
    for gap in gaps:
        now += timedelta(seconds=gap)
        bucket, wait = buckets.take(bucket, buckets.PER_ADDRESS, now)
        assert not wait
        bucket = buckets.give_back(bucket, buckets.PER_ADDRESS, now)


def test_a_clock_set_back_gives_nothing_and_takes_nothing() -> None:
    bucket = Bucket(tokens=2.0, strikes=0, updated_at=NOON)
    assert buckets.filled(bucket, buckets.PER_ACCOUNT, NOON - timedelta(days=1)).tokens == 2.0
