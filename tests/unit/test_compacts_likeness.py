"""What does not make somebody else's text one's own (S53): other signs for the same words, and more than one source."""

import pytest

from groups.compacts import diff_rules, text_rules
from groups.compacts.diff_rules import Clause

TEMPLATE = "遛狗要牵绳，粪便随手清。楼道不堆物，邻里有照应。晚上十点后，音量要放轻。垃圾分好类，准时再投放。"
FIRST = (
    "窗台和阳台外沿不放花盆、拖把和空调水桶，任何东西都不从楼上往下扔。",
    "电瓶车和电池不进电梯、不进家门，一律在楼下的充电棚里充电。",
)
SECOND = (
    "遛狗牵好绳子，粪便自己带走，看到别人忘了就提醒一声。",
    "晚上十点以后放轻声音，装修只在工作日的白天进行。",
)


@pytest.mark.parametrize(
    "dodged",
    [
        "遛狗要牽繩，糞便隨手清。樓道不堆物，鄰里有照應。晚上十點後，音量要放輕。垃圾分好類，準時再投放。",
        "遛狗要牵绳粪便随手清楼道不堆物邻里有照应晚上十点后音量要放轻垃圾分好类准时再投放",
        "遛 狗 要 牵 绳 ， 粪 便 随 手 清 。楼\u200b道\u200b不\u200b堆\u200b物，" + TEMPLATE[18:],
        "遛狗\n要牵绳\n粪便\n随手清\n楼道\n不堆物\n邻里\n有照应\n晚上\n十点后\n音量\n要放轻\n垃圾\n分好类\n准时\n再投放",
        "遛狗（要）牵绳!粪便【随手】清~楼道_不堆物/邻里*有照应。晚上十点后，音量要放轻。垃圾分好类，准时再投放。",
    ],
    ids=["traditional", "no punctuation", "spaces and nothing", "split", "other punctuation"],
)
def test_other_signs_for_the_same_words_are_the_same_text(dodged: str) -> None:
    assert text_rules.taken_from(dodged, TEMPLATE) > 0.95
    assert text_rules.taken_from(TEMPLATE, dodged) > 0.95


def test_full_width_letters_and_digits_are_the_same() -> None:
    assert text_rules.taken_from("ＡＢＣＤＥ１２３４５", "abcde12345") == 1.0


def test_half_of_one_text_and_half_of_another_is_nobodys_own() -> None:
    mixed = [FIRST[0], SECOND[1]]
    texts = ["\n".join(FIRST), "\n".join(SECOND)]
    assert all(text_rules.taken_from("\n".join(mixed), one) < 0.7 for one in texts)
    assert text_rules.taken_in_parts(mixed, texts) == 1.0
    own = ["三栋的沙发六月底前各家自己搬走", "雨天谁先到谁扫门口的积水"]
    assert text_rules.taken_in_parts([*own, FIRST[0]], texts) < 0.6
    assert text_rules.taken_in_parts(own, texts) == 0.0
    assert text_rules.taken_in_parts([], texts) == 0.0
    assert text_rules.taken_in_parts(mixed, []) == 0.0


def test_a_few_words_shared_by_chance_are_nobodys() -> None:
    chance = "我们楼的老人说，晚上十点以后大家都累了，第二天还要上班"
    assert 0 < text_rules.taken_from(chance, SECOND[1]) < 0.3
    assert text_rules.taken_in_parts([chance], ["\n".join(SECOND)]) == 0.0


def test_five_signs_in_a_row_are_taken_and_four_are_not() -> None:
    assert text_rules.taken_from("我们今晚扫院子啊", "今晚扫院子的都是谁家") == 0.625
    assert text_rules.taken_from("我们今晚扫院里啊", "今晚扫院子的都是谁家") == 0.0


@pytest.mark.parametrize(
    ("old", "new", "kept"),
    [
        ("早上七点", "晚上八点", ["点"]),  # one sign between two changes is drawn as changed
        ("早晨七点前不吵", "傍晚七点后安静", ["七点"]),
        ("灯关了", "灯开了", ["灯", "了"]),
    ],
)
def test_words_are_kept_and_not_single_signs(old: str, new: str, kept: list[str]) -> None:
    assert [run.text for run in diff_rules.words_between(old, new) if run.how == "kept"] == kept


def test_a_word_changed_in_the_longest_clause_is_an_edit() -> None:
    signs = [chr(0x4E00 + (place * place * 7 + place * 3) % 37) for place in range(300)]
    edited = [*signs[:150], "改", *signs[151:]]
    changes = diff_rules.compare([Clause(1, "".join(signs))], [Clause(1, "".join(edited))])
    assert not diff_rules.is_more_than_edited(changes, most=0.1)
