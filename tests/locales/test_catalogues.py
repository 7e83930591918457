"""Every sentence of the code is translated, and the catalogues hold nothing else."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from server.lib.catalogues import catalogue_of, check_catalogues, write_catalogues

CATALOGUES = Path(__file__).resolve().parents[2] / "locales" / "zh_CN" / "LC_MESSAGES"


def test_every_message_is_translated_and_every_translation_is_used() -> None:
    assert check_catalogues() == []


@pytest.mark.parametrize(
    ("source", "catalogue"),
    [
        ("server/app.py", "server"),
        ("server/lib/errors.py", "server"),
        ("server/templates/base.html", "server"),
        ("server/accounts/pages.py", "accounts"),
        ("server/audit/templates/audit/history.html", "audit"),
        ("programs/method/rules.py", "method"),
        ("programs/method/templates/method/board.html", "method"),
        ("programs/piccolo_app.py", "programs"),
        ("programs/templates/programs/search.html", "programs"),
        ("groups/teams/schemas.py", "teams"),
        ("admin/labels.py", "admin"),
        ("admin/templates/admin/progress.html", "admin"),
    ],
)
def test_the_catalogue_of_a_source(source: str, catalogue: str) -> None:
    assert catalogue_of(Path(source)) == catalogue


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A repository with one room: two messages in Python, three in a template."""
    room = tmp_path / "groups" / "teams"
    (room / "templates" / "teams").mkdir(parents=True)
    (room / "schemas.py").write_text('A = m("Who came")\nB = mn("%(num)s person", "%(num)s people")\n')
    (room / "templates" / "teams" / "list.html").write_text(
        '{{ _("Hello, %(name)s", name=name) }}'
        "{% trans total=total %}All {{ total }}{% endtrans %}"
        "{% trans num=n %}{{ num }} group{% pluralize %}{{ num }} groups{% endtrans %}"
    )
    return tmp_path


def catalogue(house: Path) -> Path:
    return house / "locales" / "zh_CN" / "LC_MESSAGES" / "teams.po"


TRANSLATED = """\
msgid "Who came"
msgstr "谁来了"

msgid "%(num)s person"
msgid_plural "%(num)s people"
msgstr[0] "%(num)s 人"

msgid "Hello, %(name)s"
msgstr "%(name)s,您好"

msgid "All %(total)s"
msgstr "共 %(total)s"

msgid "%(num)s group"
msgid_plural "%(num)s groups"
msgstr[0] "%(num)s 个小组"
"""


def translate(house: Path, text: str) -> None:
    catalogue(house).parent.mkdir(parents=True, exist_ok=True)
    catalogue(house).write_text(text, "utf-8")


def test_missing_messages_are_named_with_their_place(house: Path) -> None:
    faults = check_catalogues(house)
    assert len(faults) == 5
    assert faults[0] == "teams: missing 'Who came' (groups/teams/schemas.py:1)"


def test_written_entries_wait_for_their_translation(house: Path) -> None:
    assert write_catalogues(house) == ["teams"]
    assert check_catalogues(house) == [
        "teams: untranslated 'Who came'",
        "teams: untranslated '%(num)s person'",
        "teams: untranslated 'Hello, %(name)s'",
        "teams: untranslated 'All %(total)s'",
        "teams: untranslated '%(num)s group'",
    ]


def test_a_translated_catalogue_has_no_fault_and_is_written_once(house: Path) -> None:
    translate(house, TRANSLATED)
    assert check_catalogues(house) == []
    assert write_catalogues(house) == ["teams"]
    assert check_catalogues(house) == []
    assert write_catalogues(house) == []


def test_writing_keeps_the_order_and_drops_what_is_unused(house: Path) -> None:
    translate(house, 'msgid "Gone"\nmsgstr "没了"\n\n' + TRANSLATED)
    (house / "groups" / "teams" / "rules.py").write_text('C = m("A new one")\n')
    write_catalogues(house)
    lines = [line for line in catalogue(house).read_text("utf-8").splitlines() if line.startswith("msgid ")]
    assert [line.removeprefix("msgid ") for line in lines] == [
        '""',
        '"Who came"',
        '"%(num)s person"',
        '"Hello, %(name)s"',
        '"All %(total)s"',
        '"%(num)s group"',
        '"A new one"',
    ]


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("谁来了", "", "teams: untranslated 'Who came'"),
        ('msgid "Who came"', '#, fuzzy\nmsgid "Who came"', "teams: fuzzy 'Who came'"),
        ("%(name)s,", "", "teams: other placeholders in the translation of 'Hello, %(name)s'"),
        ("%(name)s,", "%(name),", "teams: other placeholders in the translation of 'Hello, %(name)s'"),
        (
            "%(num)s people",
            "%(num)s folk",
            "teams: other plural '%(num)s person' (groups/teams/schemas.py:2)",
        ),
        ('"%(num)s 人"', '""', "teams: untranslated '%(num)s person'"),
        (
            '个小组"',
            '个小组"\nmsgstr[1] "%(num)s 个小组"',
            "teams: teams.po cannot be read: msg has more translations than num_plurals of catalog on 13",
        ),
        ("谁来了", '谁来了"\n\nmsgid "Gone"\nmsgstr "没了', "teams: unused 'Gone'"),
    ],
)
def test_each_fault_has_its_sentence(house: Path, before: str, after: str, fault: str) -> None:
    assert before in TRANSLATED
    translate(house, TRANSLATED.replace(before, after))
    assert check_catalogues(house) == [fault]


def test_one_sentence_has_one_translation(house: Path) -> None:
    translate(house, TRANSLATED)
    other = house / "groups" / "activities"
    other.mkdir()
    (other / "schemas.py").write_text('A = m("Who came")\n')
    catalogue(house).with_name("activities.po").write_text('msgid "Who came"\nmsgstr "来的人"\n', "utf-8")
    assert check_catalogues(house) == ["teams: 'Who came' is translated otherwise in activities"]


def test_a_room_may_be_checked_alone(house: Path) -> None:
    assert check_catalogues(house, ["activities"]) == []
    assert write_catalogues(house, ["activities"]) == []


def test_a_source_that_cannot_be_read_is_a_fault_and_costs_no_translation(house: Path) -> None:
    translate(house, TRANSLATED)
    write_catalogues(house)
    (house / "groups" / "teams" / "templates" / "teams" / "list.html").write_text("{% trans %}")
    [fault] = check_catalogues(house)
    assert fault.startswith("teams: groups/teams/templates/teams/list.html cannot be read")
    assert write_catalogues(house) == []


def test_a_lone_percent_sign_in_a_template_is_a_fault(house: Path) -> None:
    (house / "groups" / "teams" / "templates" / "teams" / "list.html").write_text('{{ _("100 % done") }}')
    assert any("is written %%" in fault for fault in check_catalogues(house))


def test_chinese_sentences_are_punctuated_in_chinese() -> None:
    han, half = "[\u3400-\u9fff]", "[,:;?!(]"
    lines = [
        line
        for file in sorted(CATALOGUES.glob("*.po"))
        for line in file.read_text("utf-8").splitlines()
        if line.startswith("msgstr")
    ]
    plain = [re.sub(r"%\(\w+\)s", "\u540d", line) for line in lines]
    assert [line for line in plain if re.search(f"{han}{half}|[,;?!)]{han}", line)] == []


THINGS = (
    "households|days|people|neighbours|members|comments|clauses|signatures|doors|activities|groups|months|hours"
    "|deeds|awards|residents|needs|visits|answers|entries|rows|buildings|volunteers|weeks|photos|versions|trainings"
)
# Five and more, or a number that this house sets.
NEVER_ONE = {
    "%(num)s households have signed",
    "%(count)s households have signed it.",
    "%(count)s needs, as of %(day)s",
    "The %(days)s days are over; it is being counted.",
    "%(about)s: %(count)s needs are owed an answer, the oldest of %(day)s.",
    "About %(count)s households live there.",
    "none in %(days)s days",
    "Active here, and no talk of care for %(days)s days. Only staff see this.",
}


def test_what_is_counted_is_told_for_one_and_for_many() -> None:
    """English has two forms where Chinese has one: nobody reads of 1 members."""
    counted = re.compile(rf"(?<!of )%\((?!limit|most)\w+\)s (?:new )?(?:{THINGS})\b")
    plain = {
        message.id
        for file in CATALOGUES.glob("*.po")
        for message in read_po(io.BytesIO(file.read_bytes()))
        if isinstance(message.id, str) and counted.search(message.id)
    }
    assert plain == NEVER_ONE
