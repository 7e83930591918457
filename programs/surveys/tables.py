"""Questionnaires, the waves in which they are asked, and what was answered."""

from enum import StrEnum

from piccolo.columns import (
    BigSerial,
    Boolean,
    Date,
    ForeignKey,
    Integer,
    OnDelete,
    Serial,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table

from programs.communities.tables import Building, Community
from programs.method.tables import Program
from programs.residents.tables import AgeBand, Household, Resident
from server.accounts.tables import Organisation, UserAccount


class Moment(StrEnum):
    """Which look a wave is: before, in the middle, at the end, or any other (S12)."""

    baseline = "baseline"
    midline = "midline"
    endline = "endline"
    pulse = "pulse"


class Unit(StrEnum):
    """Who answers once: a household or a person."""

    household = "household"
    person = "person"


class AnswerHow(StrEnum):
    paper = "paper"
    online = "online"
    phone = "phone"


class Questionnaire(Table, tablename="questionnaire"):
    """A set of questions. `key` names the ones that ship with Linli (belonging, trust, experience, awareness …)."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    title = Varchar(length=120)
    key = Varchar(length=40, null=True, default=None)
    about = Text(default="")
    retired_on = Date(null=True, default=None)
    version = Integer(default=1)
    created_at = Timestamptz(default=TimestamptzNow())


class QuestionnaireVersion(Table, tablename="questionnaire_version"):
    """What a questionnaire asked at one time; once a wave has used it, it never changes. `questions` is JSON."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    questionnaire = ForeignKey(Questionnaire, null=False, on_delete=OnDelete.restrict)
    number = Integer()
    questions = Text()
    source = Text(default="")
    published_on = Date(null=True, default=None)
    made_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    version = Integer(default=1)
    created_at = Timestamptz(default=TimestamptzNow())


class Wave(Table, tablename="survey_wave"):
    """One time at which a version is asked in a community. `token` is the address on the poster.

    `target` is how many households, or people, are to be asked.
    """

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    community = ForeignKey(Community, null=False, on_delete=OnDelete.restrict)
    program = ForeignKey(Program, null=True, default=None, on_delete=OnDelete.restrict)
    questionnaire_version = ForeignKey(QuestionnaireVersion, null=False, on_delete=OnDelete.restrict)
    title = Varchar(length=80)
    moment = Varchar(length=10, choices=Moment, default=Moment.pulse)
    unit = Varchar(length=10, choices=Unit, default=Unit.household)
    opens_on = Date()
    closes_on = Date(null=True, default=None)
    closed_on = Date(null=True, default=None)
    target = Integer(null=True, default=None)
    token = Varchar(length=64, unique=True)
    online = Boolean(default=True)
    version = Integer(default=1)
    created_at = Timestamptz(default=TimestamptzNow())


class SurveyAnswer(Table, tablename="survey_answer"):
    """One filled-in questionnaire. `respondent` makes it the only one of its household or person in the wave.

    `replies` is JSON: what was answered to each question. A wrong entry is voided, not changed.
    """

    id = BigSerial(primary_key=True)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    wave = ForeignKey(Wave, null=False, on_delete=OnDelete.restrict)
    respondent = Varchar(length=80)
    resident = ForeignKey(Resident, null=True, default=None, on_delete=OnDelete.restrict)
    household = ForeignKey(Household, null=True, default=None, on_delete=OnDelete.restrict)
    building = ForeignKey(Building, null=True, default=None, on_delete=OnDelete.restrict)
    age_band = Varchar(length=8, null=True, default=None, choices=AgeBand)
    member = Boolean(null=True, default=None)
    how = Varchar(length=8, choices=AnswerHow)
    answered_on = Date()
    replies = Text()
    entered_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    created_at = Timestamptz(default=TimestamptzNow())
    voided_at = Timestamptz(null=True, default=None)
    void_reason = Text(default="")


class WaveTally(Table, tablename="wave_tally"):
    """How many gave each answer, by members and non-members of groups; kept in the transaction that adds the answer."""

    id = BigSerial(primary_key=True)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    wave = ForeignKey(Wave, null=False, on_delete=OnDelete.restrict)
    question = Varchar(length=40)
    choice = Varchar(length=40)
    segment = Varchar(length=10)
    times = Integer()


class DutyCard(Table, tablename="duty_card"):
    """A right of residents and the duty that goes with it, in plain words, with what it rests on (S36)."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    title = Varchar(length=80)
    entitlement = Text()
    duty = Text()
    basis = Varchar(length=200, default="")
    key = Varchar(length=40, null=True, default=None)
    public = Boolean(default=True)
    retired_on = Date(null=True, default=None)
    version = Integer(default=1)
    created_at = Timestamptz(default=TimestamptzNow())
