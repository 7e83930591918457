"""A residents' compact: its versions and clauses, who was heard, who signed, what was remembered and kept."""

from enum import StrEnum

from piccolo.columns import Boolean, Date, ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.reference import LazyTableReference
from piccolo.table import Table

from groups.activities.tables import Ceremony
from groups.teams.tables import Group
from programs.communities.tables import Building, Community
from programs.method.tables import Program
from programs.residents.tables import Household, Resident
from server.accounts.tables import Organisation, UserAccount


class CompactState(StrEnum):
    """起草 → 征求意见 → 修订 → 表决通过 → 签署 → 生效 → 终止; renewing one begins a draft that follows it."""

    draft = "draft"
    consulting = "consulting"
    revising = "revising"
    ratified = "ratified"
    signing = "signing"
    in_force = "in_force"
    ended = "ended"


class RatifiedHow(StrEnum):
    """By whom a text was adopted."""

    assembly = "assembly"
    representatives = "representatives"
    group_meeting = "group_meeting"
    door_to_door = "door_to_door"


class ClauseOrigin(StrEnum):
    """Where a clause came from (S53). `template` is said openly: a clause that nobody here asked for."""

    need = "need"
    meeting = "meeting"
    visit = "visit"
    comment = "comment"
    earlier = "earlier"
    template = "template"


class HeardBy(StrEnum):
    """How somebody was asked or spoke up (S54)."""

    online = "online"
    door = "door"
    paper = "paper"
    meeting = "meeting"


class Stance(StrEnum):
    """What somebody says of a clause."""

    agree = "agree"
    change = "change"
    against = "against"


class Outcome(StrEnum):
    """What became of a comment."""

    taken_up = "taken_up"
    partly = "partly"
    explained = "explained"


class SignedHow(StrEnum):
    """How a household signed (S56)."""

    drawn = "drawn"
    typed = "typed"
    paper = "paper"


class DoorOutcome(StrEnum):
    """What became of a signature whose door nobody knew.

    `overtaken`: the household had signed otherwise by then. `ended`: the compact did before the door was confirmed.
    """

    confirmed = "confirmed"
    not_here = "not_here"
    overtaken = "overtaken"
    taken_back = "taken_back"
    ended = "ended"


class Compact(Table, tablename="compact"):
    """A compact on its way from needs to being in force, and to its review (S53–S57).

    `no_ceremony_why` is the stated exception of S55. `renews` points to the compact that this one follows.
    """

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    community = ForeignKey(Community, null=False, on_delete=OnDelete.restrict)
    program = ForeignKey(Program, null=True, default=None, on_delete=OnDelete.restrict)
    group = ForeignKey(Group, null=True, default=None, on_delete=OnDelete.restrict)
    title = Varchar(length=80)
    state = Varchar(length=10, choices=CompactState, default=CompactState.draft)
    consulting_until = Date(null=True, default=None)
    ratified_on = Date(null=True, default=None)
    ratified_how = Varchar(length=16, null=True, default=None, choices=RatifiedHow)
    ratified_note = Text(default="")
    ceremony = ForeignKey(Ceremony, null=True, default=None, on_delete=OnDelete.restrict)
    no_ceremony_why = Text(default="")
    in_force_on = Date(null=True, default=None)
    review_on = Date(null=True, default=None)
    ended_on = Date(null=True, default=None)
    end_reason = Text(default="")
    renews: ForeignKey = ForeignKey(
        LazyTableReference("Compact", module_path="groups.compacts.tables"),
        null=True,
        default=None,
        on_delete=OnDelete.restrict,
    )
    version = Integer(default=1)
    created_at = Timestamptz(default=TimestamptzNow())


class CompactVersion(Table, tablename="compact_version"):
    """One text of a compact, `major.minor`. Editable until `fixed_at`; then its `text_hash` (SHA-256) stands for ever.

    A substantive change counts up `major` and asks for signatures anew; an edit counts up `minor` and asks nobody (S56).
    """

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    compact = ForeignKey(Compact, null=False, on_delete=OnDelete.restrict)
    major = Integer()
    minor = Integer(default=0)
    preamble = Text(default="")
    substantive = Boolean(default=True)
    reason = Text(default="")
    text_hash = Varchar(length=64, default="")
    made_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    created_at = Timestamptz(default=TimestamptzNow())
    fixed_at = Timestamptz(null=True, default=None)
    version = Integer(default=1)


class CompactClause(Table, tablename="compact_clause"):
    """One clause of one version. `key` is the same for a clause in all versions; `reason` says why it changed."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    compact_version = ForeignKey(CompactVersion, null=False, on_delete=OnDelete.restrict)
    key = Integer()
    position = Integer()
    text = Text()
    origin = Varchar(length=8, choices=ClauseOrigin)
    origin_id = Integer(null=True, default=None)
    origin_note = Varchar(length=200, default="")
    reason = Text(default="")


class CompactHearing(Table, tablename="compact_hearing"):
    """That a household was asked what it thinks of a compact, whether it had anything to say or not (S54). Only added."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    compact = ForeignKey(Compact, null=False, on_delete=OnDelete.restrict)
    household = ForeignKey(Household, null=False, on_delete=OnDelete.restrict)
    heard_by = Varchar(length=8, choices=HeardBy)
    heard_on = Date()
    recorded_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    created_at = Timestamptz(default=TimestamptzNow())


class CompactComment(Table, tablename="compact_comment"):
    """What somebody said of a clause, or of the whole (`clause_key` null), and the answer to it (S54)."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    compact = ForeignKey(Compact, null=False, on_delete=OnDelete.restrict)
    compact_version = ForeignKey(CompactVersion, null=False, on_delete=OnDelete.restrict)
    clause_key = Integer(null=True, default=None)
    heard_by = Varchar(length=8, choices=HeardBy)
    stance = Varchar(length=8, choices=Stance)
    text = Text(default="")
    building = ForeignKey(Building, null=True, default=None, on_delete=OnDelete.restrict)
    household = ForeignKey(Household, null=True, default=None, on_delete=OnDelete.restrict)
    resident = ForeignKey(Resident, null=True, default=None, on_delete=OnDelete.restrict)
    nickname = Varchar(length=60, default="")
    raised_on = Date()
    outcome = Varchar(length=10, null=True, default=None, choices=Outcome)
    answer = Text(default="")
    answered_on = Date(null=True, default=None)
    answered_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    recorded_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    version = Integer(default=1)
    created_at = Timestamptz(default=TimestamptzNow())
    hidden_at = Timestamptz(null=True, default=None)
    hidden_reason = Text(default="")


class CompactSignature(Table, tablename="compact_signature"):
    """One household's yes to one version, bound to the hash of the text that it read (S56).

    `drawing` holds the strokes as `x,y` points; `name` is as the signer wants it read. Withdrawing fills the last columns.
    """

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    compact = ForeignKey(Compact, null=False, on_delete=OnDelete.restrict)
    compact_version = ForeignKey(CompactVersion, null=False, on_delete=OnDelete.restrict)
    household = ForeignKey(Household, null=False, on_delete=OnDelete.restrict)
    resident = ForeignKey(Resident, null=True, default=None, on_delete=OnDelete.restrict)
    name = Varchar(length=60)
    how = Varchar(length=8, choices=SignedHow)
    drawing = Text(default="")
    pledge = Varchar(length=200, default="")
    text_hash = Varchar(length=64)
    signed_on = Date()
    receipt_hash = Varchar(length=64, null=True, default=None)
    recorded_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    created_at = Timestamptz(default=TimestamptzNow())
    withdrawn_on = Date(null=True, default=None)
    withdrawn_why = Varchar(length=200, default="")


class CompactWaiting(Table, tablename="compact_waiting"):
    """A signature from the street for a door that nobody has entered: it counts nowhere until staff confirm the door.

    `door` is as it was typed, as `door_of` writes it. Confirmed, what was signed goes over into a CompactSignature; what
    names a person is kept once.
    """

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    compact = ForeignKey(Compact, null=False, on_delete=OnDelete.restrict)
    compact_version = ForeignKey(CompactVersion, null=False, on_delete=OnDelete.restrict)
    building = ForeignKey(Building, null=False, on_delete=OnDelete.restrict)
    door = Varchar(length=20)
    name = Varchar(length=60, default="")
    how = Varchar(length=8, choices=SignedHow)
    drawing = Text(default="")
    pledge = Varchar(length=200, default="")
    text_hash = Varchar(length=64)
    signed_on = Date()
    receipt_hash = Varchar(length=64, null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())
    outcome = Varchar(length=10, null=True, default=None, choices=DoorOutcome)
    settled_at = Timestamptz(null=True, default=None)
    settled_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)


class CompactRecall(Table, tablename="compact_recall"):
    """A round of asking people which clauses they remember (S57): `asked` people named `recalled` clauses in all."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    compact = ForeignKey(Compact, null=False, on_delete=OnDelete.restrict)
    compact_version = ForeignKey(CompactVersion, null=False, on_delete=OnDelete.restrict)
    asked_on = Date()
    asked = Integer()
    recalled = Integer()
    clauses = Integer()
    recorded_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    created_at = Timestamptz(default=TimestamptzNow())
    voided_at = Timestamptz(null=True, default=None)
    void_reason = Text(default="")


class CompactPractice(Table, tablename="compact_practice"):
    """What was counted at one place on one day of what a clause asks (S57): how many kept it and how many did not."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    compact = ForeignKey(Compact, null=False, on_delete=OnDelete.restrict)
    clause_key = Integer()
    seen_on = Date()
    place = Varchar(length=80, default="")
    kept = Integer()
    broken = Integer()
    recorded_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    created_at = Timestamptz(default=TimestamptzNow())
    voided_at = Timestamptz(null=True, default=None)
    void_reason = Text(default="")
