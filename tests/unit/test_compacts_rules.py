"""What holds for every compact: its stages, what its text was taken from, what changed, who signed."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.compacts import diff_rules, measure_rules, rules, signature_rules, text_rules
from groups.compacts.diff_rules import Change, Clause
from groups.compacts.rules import Evidence
from groups.compacts.signature_rules import Signature

TEMPLATE = "遛狗要牵绳，粪便随手清。楼道不堆物，邻里有照应。晚上十点后，音量要放轻。垃圾分好类，准时再投放。"
words = st.text(alphabet="邻里公约狗绳楼道垃圾分类，。ab1 ", max_size=40)


@pytest.mark.parametrize(
    ("state", "act", "allowed"),
    [
        ("draft", "write", True),
        ("draft", "hear", False),
        ("draft", "sign", False),
        ("consulting", "hear", True),
        ("consulting", "write", False),
        ("consulting", "ratify", False),
        ("revising", "ratify", True),
        ("revising", "hear", False),
        ("ratified", "sign", False),
        ("ratified", "open_signing", True),
        ("ratified", "write", False),
        ("signing", "sign", True),
        ("signing", "put_in_force", True),
        ("in_force", "put_in_force", False),
        ("in_force", "measure", True),
        ("signing", "measure", False),
        ("in_force", "renew", True),
        ("ended", "renew", True),
        ("ended", "end", False),
        ("ended", "sign", False),
    ],
)
def test_each_stage_permits_its_own_acts(state: str, act: str, allowed: bool) -> None:
    assert (rules.refuse_act(state, act) is None) == allowed


@pytest.mark.parametrize("state", rules.PERMITTED)
def test_what_is_signed_keeps_its_name(state: str) -> None:
    assert (rules.refuse_title(state) is None) == (state in {"draft", "consulting", "revising", "ratified"})


def test_a_copied_text_without_consultation_lacks_all_of_it() -> None:
    found = Evidence(taken=0.92, comments=0, unanswered=0, heard=0)
    assert rules.missing_to_sign(found) == ["own_words", "comments", "households"]
    assert rules.missing_to_sign(Evidence(0.59, 11, 0, 40)) == []
    assert rules.missing_to_sign(Evidence(0.1, 11, 1, 40)) == ["answers"]


@pytest.mark.parametrize(
    ("linked", "held", "why", "code"),
    [
        (False, None, "", "compacts.no_ceremony"),
        (True, None, "", "compacts.ceremony_not_held"),
        (True, date(2026, 5, 2), "", "compacts.ceremony_not_held"),
        (True, date(2026, 5, 1), "", None),
        (False, None, "疫情期间不聚集", None),
    ],
)
def test_in_force_after_a_ceremony_or_a_stated_exception(
    linked: bool, held: date | None, why: str, code: str | None
) -> None:
    today = date(2026, 5, 1)
    assert rules.refuse_ceremony(held_on=held, linked=linked, why_not=why, today=today) == code


def test_numbers_of_texts() -> None:
    assert rules.next_number(None, substantive=True) == (1, 0)
    assert rules.next_number((1, 3), substantive=True) == (2, 0)
    assert rules.next_number((2, 0), substantive=False) == (2, 1)


def test_the_hash_follows_the_words_and_their_order() -> None:
    hashes = {
        rules.text_hash("序", ["一", "二"]),
        rules.text_hash("序", ["二", "一"]),
        rules.text_hash("序一", ["二"]),
        rules.text_hash("", ["序", "一", "二"]),
    }
    assert len(hashes) == 4
    # What is signed today has to be found under this hash in ten years.
    signed = "6563e6a952bd45220192f67bf386def4dddea1d370c50368f8678bfcfa0a2ec0"
    assert rules.text_hash("为了安静", ["十点后不吵", "狗牵绳"]) == signed


@pytest.mark.parametrize(
    ("found", "missing"),
    [
        (Evidence(0.6, 1, 0, 1), ["own_words"]),
        (Evidence(0.5999, 1, 0, 1), []),
        (Evidence(0.0, 0, 0, 1), ["comments"]),
        (Evidence(0.0, 1, 0, 0), ["households"]),
        (Evidence(0.0, 1, 1, 1), ["answers"]),
    ],
)
def test_each_thing_that_is_missing_is_named(found: Evidence, missing: list[str]) -> None:
    assert rules.missing_to_sign(found) == missing


def test_a_third_of_a_clause_is_an_edit_and_more_is_not() -> None:
    def changed(words: str) -> list[diff_rules.ClauseChange]:
        return diff_rules.compare([Clause(1, "甲乙丙丁戊己庚辛壬")], [Clause(1, words)])

    assert diff_rules.edited_share(changed("甲乙丙丁戊己子丑寅")[0]) == pytest.approx(1 / 3)
    assert not diff_rules.is_more_than_edited(changed("甲乙丙丁戊己子丑寅"), most=rules.MOST_EDITED)
    assert diff_rules.is_more_than_edited(changed("甲乙丙丁戊子丑寅卯"), most=rules.MOST_EDITED)
    assert not diff_rules.is_more_than_edited([], most=rules.MOST_EDITED)


def test_a_signature_is_for_the_words_that_stand() -> None:
    one, other = rules.text_hash("", ["一"]), rules.text_hash("", ["二"])
    assert signature_rules.refuse_signing(signed_hash=one, current_hash=one) is None
    assert signature_rules.refuse_signing(signed_hash=one, current_hash=other) == "compacts.text_changed"


def test_nobody_signs_or_keeps_what_does_not_stand_yet() -> None:
    day, before = date(2026, 5, 2), date(2026, 5, 1)
    assert signature_rules.refuse_signed_day(day, fixed_on=day) is None
    assert signature_rules.refuse_signed_day(before, fixed_on=day) == "compacts.signed_before_text"
    assert rules.refuse_in_force(day, ratified_on=day) is None
    assert rules.refuse_in_force(day, ratified_on=None) is None
    assert rules.refuse_in_force(before, ratified_on=day) == "compacts.in_force_too_early"


@pytest.mark.parametrize(("said", "door"), [("301室", "301"), ("301", "301"), ("3户", "3"), ("室", "室")])
def test_a_door_is_entered_without_its_kind(said: str, door: str) -> None:
    assert signature_rules.door_said(said) == door


@pytest.mark.parametrize(
    ("names", "wrong"),
    [
        ([], None),
        (["王建国", "李婶"], None),
        (["李婶", "刘二"], "刘二"),
        (["王"], "王"),
        (["李婶"] * 2, None),
    ],
)
def test_only_a_name_that_stands_there_is_taken_out(names: list[str], wrong: str | None) -> None:
    assert rules.name_not_there(names, "王建国和李婶都劝过") == wrong


def test_clauses_move_by_one_place() -> None:
    assert rules.moved([5, 6, 7], 6, up=True) == [6, 5, 7]
    assert rules.moved([5, 6, 7], 6, up=False) == [5, 7, 6]
    assert rules.moved([5, 6, 7], 5, up=True) == [5, 6, 7]
    assert rules.moved([5, 6, 7], 7, up=False) == [5, 6, 7]


@pytest.mark.parametrize(
    ("review_on", "state"),
    [
        (None, ""),
        (date(2026, 4, 30), "overdue"),
        (date(2026, 5, 1), "soon"),
        (date(2026, 5, 31), "soon"),
        (date(2026, 6, 1), ""),
    ],
)
def test_a_review_date_comes_near(review_on: date | None, state: str) -> None:
    assert rules.review_state(review_on, today=date(2026, 5, 1)) == state


# ---------------------------------------------------------------- what was taken from elsewhere


def test_a_few_words_changed_are_still_the_template() -> None:
    draft = TEMPLATE.replace("晚上十点", "夜里九点")
    assert 0.85 < text_rules.taken_from(draft, TEMPLATE) < 0.97
    assert text_rules.taken_from(TEMPLATE.replace("，", "  ").upper(), TEMPLATE) == 1.0
    assert text_rules.taken_from("我们三栋的狗，遛到河边再解开绳子", TEMPLATE) < 0.2
    assert text_rules.taken_from("", TEMPLATE) == 0.0


def test_a_long_template_does_not_hide_a_copied_draft() -> None:
    assert text_rules.taken_from("遛狗要牵绳，粪便随手清。", TEMPLATE * 9) == 1.0
    assert text_rules.similarity("遛狗要牵绳，粪便随手清。", TEMPLATE + "别的" * 200) < 0.2


@given(words, words)
def test_likeness_is_bounded_and_the_same_both_ways(one: str, other: str) -> None:
    found = text_rules.similarity(one, other)
    assert 0.0 <= found <= 1.0
    assert found == text_rules.similarity(other, one)
    assert text_rules.similarity(one, one) == 1.0
    assert 0.0 <= text_rules.taken_from(one, other) <= 1.0


@given(words, words)
def test_marked_parts_are_the_whole_text(one: str, other: str) -> None:
    parts = text_rules.marked(one, other)
    assert "".join(text for text, _shared in parts) == one
    assert all(a[1] != b[1] for a, b in pairwise(parts))


def test_what_is_shared_is_marked_with_the_signs_between() -> None:
    parts = text_rules.marked("我们的，楼道不堆物，邻里有照应。好", TEMPLATE)
    assert parts == [("我们的，", False), ("楼道不堆物，邻里有照应", True), ("。好", False)]
    assert text_rules.marked("", TEMPLATE) == []
    assert text_rules.marked("好", "") == [("好", False)]
    assert text_rules.taken_from("楼道不堆", TEMPLATE) == 1.0
    assert text_rules.taken_from("邻居不堆物", TEMPLATE) == 0.0
    assert text_rules.similarity("好", "") == 0.0


def test_the_closest_passage_is_found() -> None:
    clauses = ["遛狗要牵绳，粪便随手清。", "楼道不堆物，邻里有照应。"]
    found = text_rules.closest("楼道里不堆物，邻里有照应", clauses)
    assert found is not None
    assert found[0] == 1
    assert text_rules.closest("完全不同", clauses) is None
    assert text_rules.closest("完全不同", []) is None


# ---------------------------------------------------------------- what changed


@given(words, words)
def test_a_difference_applied_gives_the_new_text(old: str, new: str) -> None:
    runs = diff_rules.words_between(old, new)
    assert "".join(run.text for run in runs if run.how != "out") == new
    assert "".join(run.text for run in runs if run.how != "in") == old


clause_lists = st.lists(st.tuples(st.integers(1, 9), words), unique_by=lambda pair: pair[0], max_size=6)


@given(clause_lists, clause_lists)
def test_every_clause_stands_in_the_difference_once(
    old: list[tuple[int, str]], new: list[tuple[int, str]]
) -> None:
    before, after = [Clause(*pair) for pair in old], [Clause(*pair) for pair in new]
    changes = diff_rules.compare(before, after)
    assert [change.new for change in changes if change.after] == [clause.text for clause in after]
    olds = sorted((change.before, change.old) for change in changes if change.before)
    assert [text for _number, text in olds] == [clause.text for clause in before]


def test_what_an_old_neighbour_reads_of_a_change() -> None:
    before = [Clause(1, "遛狗要牵绳"), Clause(2, "楼道不堆物"), Clause(3, "晚上十点后不吵闹")]
    after = [
        Clause(1, "遛狗要牵绳"),
        Clause(3, "晚上九点半后不吵闹", "老人睡得早"),
        Clause(4, "六栋的门随手关"),
    ]
    kept, gone, changed, new = diff_rules.compare(before, after)
    assert (kept.change, gone.change, changed.change, new.change) == (
        Change.kept,
        Change.gone,
        Change.changed,
        Change.new,
    )
    assert (changed.before, changed.after, changed.reason) == (3, 2, "老人睡得早")
    assert ("out", "十点") in changed.words
    assert ("in", "九点半") in changed.words
    assert diff_rules.without_reason([kept, gone, changed, new]) == [2, 3]
    told = diff_rules.compare(before, after, {2: "写进消防通知了"})[1]
    assert (told.before, told.reason) == (2, "写进消防通知了")
    assert diff_rules.is_more_than_edited([kept, changed], most=1 / 2) is False
    assert diff_rules.is_more_than_edited([kept, new], most=1 / 2)
    assert diff_rules.is_more_than_edited([changed], most=0.1)
    both_out = diff_rules.compare(before, [Clause(3, "晚上十点后不吵闹")])
    assert [(one.change, one.key) for one in both_out] == [
        (Change.gone, 1),
        (Change.gone, 2),
        (Change.kept, 3),
    ]
    assert diff_rules.words_between("周一三五扫", "周二三六扫") == (
        ("kept", "周"),
        ("out", "一三五"),
        ("in", "二三六"),
        ("kept", "扫"),
    )
    assert diff_rules.words_between("甲每周一乙", "丙每周一丁") == (
        ("out", "甲"),
        ("in", "丙"),
        ("kept", "每周一"),
        ("out", "乙"),
        ("in", "丁"),
    )


# ---------------------------------------------------------------- who signed


def test_a_substantive_change_is_signed_anew_and_an_edit_is_not() -> None:
    first = [Signature(number, (1, 0), True) for number in range(140)]
    second = [Signature(number, (2, 0), True) for number in range(118)]
    found = signature_rules.tally([*first, *second], major=2)
    assert (found.current, found.older, found.all) == (118, (((1, 0), 22),), 140)
    edited = signature_rules.tally([*first, *second, Signature(200, (2, 1), True)], major=2)
    assert (edited.current, edited.older) == (119, (((1, 0), 22),))


def test_older_texts_stand_the_newest_first() -> None:
    found = [Signature(1, (1, 0), True), Signature(2, (2, 0), True), Signature(3, (2, 0), True)]
    assert signature_rules.tally(found, major=3).older == (((2, 0), 2), ((1, 0), 1))


def test_who_withdrew_stands_behind_nothing() -> None:
    found = signature_rules.tally(
        [Signature(1, (1, 0), False), Signature(2, (1, 0), False), Signature(2, (1, 0), True)], major=1
    )
    assert (found.current, found.withdrawn) == (1, 1)


signatures = st.lists(
    st.builds(
        Signature,
        st.integers(1, 6),
        st.tuples(st.integers(1, 3), st.integers(0, 2)),
        st.booleans(),
    ),
    max_size=20,
)


@given(signatures, st.randoms())
def test_a_tally_never_changes_by_order(found: list[Signature], chance: object) -> None:
    shuffled = list(found)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    counted = signature_rules.tally(found, major=3)
    assert counted == signature_rules.tally(shuffled, major=3)
    assert counted.all == len({one.household for one in found if one.stands})


@pytest.mark.parametrize(
    ("drawing", "code"),
    [
        ("0,0 10,10 20,20", None),
        ("0,0 10,10 600,240;5,5 6,6", None),
        ("", "compacts.drawing_unreadable"),
        ("a,b", "compacts.drawing_unreadable"),
        ("0,0 601,1 3,3", "compacts.drawing_unreadable"),
        ("1,1 2,2;", "compacts.drawing_unreadable"),
        ("1,1 2,2;3,3", "compacts.drawing_empty"),
        ("0,0 1,1 2,241", "compacts.drawing_unreadable"),
        (";".join(["1,1 2,2 3,3"] * 200), None),
        (";".join(["1,1 2,2 3,3"] * 201), "compacts.drawing_too_long"),
        (" ".join(["1,1"] * 4000), None),
        (" ".join(["1,1"] * 4001), "compacts.drawing_too_long"),
    ],
)
def test_what_a_drawn_name_may_be(drawing: str, code: str | None) -> None:
    assert signature_rules.refuse_drawing(drawing) == code


def test_a_drawn_name_as_a_path() -> None:
    assert signature_rules.path_of("0,0 10,12;5,5 6,6") == "M0 0L10 12 M5 5L6 6"


def test_doors_are_made_up_to_what_a_building_has() -> None:
    assert signature_rules.may_make_door(known=59, stated=60)
    assert not signature_rules.may_make_door(known=60, stated=60)
    assert signature_rules.may_make_door(known=0, stated=None)


# ---------------------------------------------------------------- what is remembered and kept


def test_recall_and_practice() -> None:
    launch = measure_rules.Round(date(2026, 5, 1), 40, 84, 8)
    later = measure_rules.Round(date(2026, 7, 1), 40, 184, 8)
    assert (launch.each, later.each) == (2.1, 4.6)
    assert measure_rules.refuse_recall(asked=0, recalled=0, clauses=8) == "compacts.nobody_asked"
    assert measure_rules.refuse_recall(asked=2, recalled=17, clauses=8) == "compacts.recalled_too_many"
    assert measure_rules.refuse_practice(kept=0, broken=0) == "compacts.nothing_seen"
    day = date(2026, 5, 1)
    seen = [
        measure_rules.Seen(1, day, 3, 1),
        measure_rules.Seen(1, day, 0, 4),
        measure_rules.Seen(2, day, 1, 0),
    ]
    assert measure_rules.kept_by_day(seen) == {1: {day: 0.375}, 2: {day: 1.0}}
    assert measure_rules.refuse_recall(asked=1, recalled=8, clauses=8) is None
    assert measure_rules.refuse_recall(asked=3, recalled=24, clauses=8) is None
    assert measure_rules.refuse_practice(kept=3, broken=3) is None
