"""How people are thanked: shown in public, spoken to, honoured, and followed."""

from enum import StrEnum

from piccolo.columns import Boolean, Date, ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table

from groups.activities.tables import Activity, Ceremony
from groups.compacts.tables import Compact
from groups.teams.tables import Group
from programs.communities.tables import Community
from programs.method.tables import Program
from programs.residents.tables import Photo, Resident
from server.accounts.tables import Organisation, UserAccount


class ProposedBy(StrEnum):
    """Who nominates."""

    neighbour = "neighbour"
    leader = "leader"
    staff = "staff"


class NominationState(StrEnum):
    """提名 → 评议 → 通过 → 本人同意 → 授予; or turned down, declined by the person, taken back."""

    proposed = "proposed"
    approved = "approved"
    agreed = "agreed"
    awarded = "awarded"
    turned_down = "turned_down"
    declined = "declined"
    taken_back = "taken_back"


class ShownAs(StrEnum):
    """What of a person may be read in public: her name, a name of her choice, or neither."""

    name = "name"
    nickname = "nickname"
    nobody = "nobody"


class RevokeClass(StrEnum):
    """Why an award was revoked, as `/verify` may say it."""

    mistake = "mistake"
    facts_untrue = "facts_untrue"
    own_wish = "own_wish"
    conduct = "conduct"


class Medium(StrEnum):
    """Where something was shown (S68): 宣传栏, 公众号, 报纸, 电视电台, 网站, 社区大会."""

    board = "board"
    wechat = "wechat"
    newspaper = "newspaper"
    broadcast = "broadcast"
    website = "website"
    assembly = "assembly"


class CareKind(StrEnum):
    """交心, 道谢, 生日, 探病, 家访 (S69)."""

    talk = "talk"
    thanks = "thanks"
    birthday = "birthday"
    illness = "illness"
    home_visit = "home_visit"


class Honour(Table, tablename="honour"):
    """A title that an organisation gives, with the criteria by which it is given (S70). `series` begins its numbers."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    name = Varchar(length=60)
    criteria = Text()
    prize = Varchar(length=120, default="")
    signed_by = Varchar(length=80)
    retired_on = Date(null=True, default=None)
    version = Integer(default=1)


class Nomination(Table, tablename="nomination"):
    """That somebody, or a group, deserves an honour: for which deed, and by whom it was seen (S58, S70)."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    community = ForeignKey(Community, null=False, on_delete=OnDelete.restrict)
    program = ForeignKey(Program, null=True, default=None, on_delete=OnDelete.restrict)
    honour = ForeignKey(Honour, null=False, on_delete=OnDelete.restrict)
    resident = ForeignKey(Resident, null=True, default=None, on_delete=OnDelete.restrict)
    group = ForeignKey(Group, null=True, default=None, on_delete=OnDelete.restrict)
    deed = Text()
    deed_on = Date()
    compact = ForeignKey(Compact, null=True, default=None, on_delete=OnDelete.restrict)
    clause_key = Integer(null=True, default=None)
    activity = ForeignKey(Activity, null=True, default=None, on_delete=OnDelete.restrict)
    proposed_by = Varchar(length=10, choices=ProposedBy)
    proposer = ForeignKey(Resident, null=True, default=None, on_delete=OnDelete.restrict)
    proposed_on = Date()
    state = Varchar(length=12, choices=NominationState, default=NominationState.proposed)
    decided_on = Date(null=True, default=None)
    decision_note = Text(default="")
    shown_as = Varchar(length=8, null=True, default=None, choices=ShownAs)
    public_name = Varchar(length=60, default="")
    agreed_on = Date(null=True, default=None)
    recorded_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    version = Integer(default=1)
    created_at = Timestamptz(default=TimestamptzNow())


class NominationPhoto(Table, tablename="nomination_photo"):
    """A picture that shows the deed."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    nomination = ForeignKey(Nomination, null=False, on_delete=OnDelete.restrict)
    photo = ForeignKey(Photo, null=False, on_delete=OnDelete.restrict)


class NominationReview(Table, tablename="nomination_review"):
    """One reviewer's yes or no with her reason. Only added; each reviewer once."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    nomination = ForeignKey(Nomination, null=False, on_delete=OnDelete.restrict)
    reviewer = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    reviewer_resident = ForeignKey(Resident, null=True, default=None, on_delete=OnDelete.restrict)
    in_favour = Boolean()
    note = Text(default="")
    reviewed_on = Date()
    created_at = Timestamptz(default=TimestamptzNow())


class Award(Table, tablename="award"):
    """An honour given: its certificate number (`2021-017`), and the code by which anybody can verify it (S70).

    `code` is 128 random bits and no secret of the person; `revoked_*` are set once and never cleared.
    """

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    community = ForeignKey(Community, null=False, on_delete=OnDelete.restrict)
    nomination = ForeignKey(Nomination, null=False, unique=True, on_delete=OnDelete.restrict)
    year = Integer()
    serial = Integer()
    code = Varchar(length=32, unique=True)
    awarded_on = Date()
    prize = Varchar(length=120, default="")
    ceremony = ForeignKey(Ceremony, null=True, default=None, on_delete=OnDelete.restrict)
    revoked_on = Date(null=True, default=None)
    revoke_class = Varchar(length=12, null=True, default=None, choices=RevokeClass)
    revoke_reason = Text(default="")
    awarded_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    version = Integer(default=1)
    created_at = Timestamptz(default=TimestamptzNow())


class BadgeKey(Table, tablename="badge_key"):
    """The RSA key with which an organisation signs its badges: the public half as JWK, the private half sealed.

    Verifiers of Open Badges 3.0 accept RS256 (section 8.2.1) and few of them anything else. Old keys still verify.
    """

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    key_id = Varchar(length=40, unique=True)
    public_key = Varchar(length=1000)
    sealed_private_key = Text(secret=True)
    created_at = Timestamptz(default=TimestamptzNow())
    retired_at = Timestamptz(null=True, default=None)


class CommunityHonour(Table, tablename="community_honour"):
    """An honour that the community itself was given (全国和谐社会示范城区, S70)."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    community = ForeignKey(Community, null=False, on_delete=OnDelete.restrict)
    title = Varchar(length=120)
    given_by = Varchar(length=120)
    given_on = Date()
    photo = ForeignKey(Photo, null=True, default=None, on_delete=OnDelete.restrict)
    voided_at = Timestamptz(null=True, default=None)
    void_reason = Text(default="")


class PublicityItem(Table, tablename="publicity_item"):
    """That a person or a group was shown somewhere (S68). On the street only while she consents."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    community = ForeignKey(Community, null=False, on_delete=OnDelete.restrict)
    program = ForeignKey(Program, null=True, default=None, on_delete=OnDelete.restrict)
    resident = ForeignKey(Resident, null=True, default=None, on_delete=OnDelete.restrict)
    group = ForeignKey(Group, null=True, default=None, on_delete=OnDelete.restrict)
    medium = Varchar(length=12, choices=Medium)
    title = Varchar(length=120)
    place = Varchar(length=120)
    shown_on = Date()
    photo = ForeignKey(Photo, null=True, default=None, on_delete=OnDelete.restrict)
    recorded_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    created_at = Timestamptz(default=TimestamptzNow())
    voided_at = Timestamptz(null=True, default=None)
    void_reason = Text(default="")


class CareTalk(Table, tablename="care_talk"):
    """A talk or a visit of care. What was said stays with staff (S69)."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    community = ForeignKey(Community, null=False, on_delete=OnDelete.restrict)
    program = ForeignKey(Program, null=True, default=None, on_delete=OnDelete.restrict)
    resident = ForeignKey(Resident, null=False, on_delete=OnDelete.restrict)
    kind = Varchar(length=12, choices=CareKind)
    talked_on = Date()
    note = Text(default="")
    by_name = Varchar(length=60, default="")
    recorded_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    created_at = Timestamptz(default=TimestamptzNow())
    voided_at = Timestamptz(null=True, default=None)
    void_reason = Text(default="")


class RoleModelStory(Table, tablename="role_model_story"):
    """The story of somebody whom others follow (S71), published only with her consent."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    community = ForeignKey(Community, null=False, on_delete=OnDelete.restrict)
    program = ForeignKey(Program, null=True, default=None, on_delete=OnDelete.restrict)
    resident = ForeignKey(Resident, null=False, on_delete=OnDelete.restrict)
    title = Varchar(length=80)
    story = Text()
    photo = ForeignKey(Photo, null=True, default=None, on_delete=OnDelete.restrict)
    told_on = Date()
    published_on = Date(null=True, default=None)
    taken_down_on = Date(null=True, default=None)
    version = Integer(default=1)
    created_at = Timestamptz(default=TimestamptzNow())


class Follower(Table, tablename="follower"):
    """A neighbour who joined and named somebody as the reason (S71)."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    community = ForeignKey(Community, null=False, on_delete=OnDelete.restrict)
    program = ForeignKey(Program, null=True, default=None, on_delete=OnDelete.restrict)
    resident = ForeignKey(Resident, null=False, on_delete=OnDelete.restrict)
    because_of = ForeignKey(Resident, null=False, on_delete=OnDelete.restrict)
    joined_on = Date()
    said = Varchar(length=200, default="")
    recorded_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    created_at = Timestamptz(default=TimestamptzNow())
    voided_at = Timestamptz(null=True, default=None)
    void_reason = Text(default="")
