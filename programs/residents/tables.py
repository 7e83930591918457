"""People, by the least that is needed."""

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
from server.accounts.tables import Organisation, UserAccount


class AgeBand(StrEnum):
    """Ages as they are asked for; a birthday is not."""

    under_7 = "0-6"
    under_14 = "7-13"
    under_18 = "14-17"
    under_30 = "18-29"
    under_45 = "30-44"
    under_60 = "45-59"
    under_75 = "60-74"
    from_75 = "75+"


class Purpose(StrEnum):
    """What something personal is kept for; consent is asked for each by itself (PIPL articles 14 and 23)."""

    register = "register"
    contact = "contact"
    interests = "interests"
    care = "care"
    publicity = "publicity"
    photos = "photos"


class ConsentHow(StrEnum):
    """How consent was given."""

    face_to_face = "face_to_face"
    paper = "paper"
    phone = "phone"
    online = "online"


class TagKind(StrEnum):
    """What a tag says of a person: a hobby (S05), a group that a program wants to reach (S72), a file category (S27)."""

    hobby = "hobby"
    target_group = "target_group"
    category = "category"


class LadderStep(StrEnum):
    """知晓 → 参与 → 协助 → 组织 → 发起 (S28)."""

    aware = "aware"
    takes_part = "takes_part"
    helps = "helps"
    organises = "organises"
    initiates = "initiates"


class BatchState(StrEnum):
    """How far an import is."""

    uploaded = "uploaded"
    checked = "checked"
    running = "running"
    done = "done"
    failed = "failed"
    undoing = "undoing"
    undone = "undone"
    dropped = "dropped"


class ImportBatch(Table, tablename="import_batch"):
    """One roster on its way into the register (S27): what it is for, until when it may be kept, and how far it is.

    `matching` is JSON: the field that each column fills. `counts` is JSON: rows new, matched, rejected.
    `version` also tells two runs of the same import apart: the later one has the word.
    """

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    community = ForeignKey(Community, null=False, on_delete=OnDelete.restrict)
    file_name = Varchar(length=120)
    file_hash = Varchar(length=64)
    purpose = Varchar(length=12, choices=Purpose, default=Purpose.register)
    delete_after = Date(null=True, default=None)
    state = Varchar(length=10, choices=BatchState, default=BatchState.uploaded)
    matching = Text(default="{}")
    counts = Text(default="{}")
    rows = Integer(default=0)
    progress = Integer(default=0)
    fault = Text(default="")
    created_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    created_at = Timestamptz(default=TimestamptzNow())
    imported_at = Timestamptz(null=True, default=None)
    undone_at = Timestamptz(null=True, default=None)
    version = Integer(default=1)


class Household(Table, tablename="household"):
    """One door. It is known by building and door number, never by who lives behind it.

    `two_together` asks visitors to come in twos and gives no reason (S05); `size` is how many live there.
    A door that `arrives_with` an import is shown nowhere until the import is through, nor once it is being taken back.
    """

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    community = ForeignKey(Community, null=False, on_delete=OnDelete.restrict)
    building = ForeignKey(Building, null=False, on_delete=OnDelete.restrict)
    door = Varchar(length=20)
    size = Integer(null=True, default=None)
    two_together = Boolean(default=False)
    arrives_with = ForeignKey(ImportBatch, null=True, default=None, on_delete=OnDelete.restrict)
    version = Integer(default=1)


class ImportPart(Table, tablename="import_part"):
    """Some rows of a roster, as JSON, until it has been imported or dropped: then they are deleted.

    Those that were not imported stay for a while, to be taken away and corrected.
    """

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    batch = ForeignKey(ImportBatch, null=False, on_delete=OnDelete.restrict)
    position = Integer()
    content = Text()


class ColumnMemory(Table, tablename="column_memory"):
    """Which field a heading stood for the last time, so that the next roster of that make is matched by itself."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    heading = Varchar(length=120)
    field = Varchar(length=20)


class PlaceMemory(Table, tablename="place_memory"):
    """Which building of a community is meant by a name that rosters write and no building bears."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    community = ForeignKey(Community, null=False, on_delete=OnDelete.restrict)
    written_estate = Varchar(length=80, default="")
    written_building = Varchar(length=60)
    building = ForeignKey(Building, null=False, on_delete=OnDelete.restrict)


class Resident(Table, tablename="resident"):
    """A neighbour. The name may be a nickname (猫奶奶); of the phone the last four digits stand here.

    `folded_name` is the name as `rules.folded` writes it: what searches and the check for duplicates compare.
    `sealed_phone` is the whole number under the person's own key, kept only with consent to be called.
    `guardian` consents for a child under 14. `keep_until` is the day after which the record is due for deletion.
    An erased person keeps the row and nothing that names anyone. A record that was merged into another (`ResidentMerge`)
    has `erased_at` as well until the two are parted, so that it is shown nowhere, and keeps its fields. So has a person who
    arrives with an import until all of it has arrived, and one who leaves with an import that is being taken back.
    """

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    community = ForeignKey(Community, null=False, on_delete=OnDelete.restrict)
    household = ForeignKey(Household, null=True, default=None, on_delete=OnDelete.restrict)
    building = ForeignKey(Building, null=True, default=None, on_delete=OnDelete.restrict)
    name = Varchar(length=60)
    folded_name = Varchar(length=120, default="")
    phone_tail = Varchar(length=4, default="")
    age_band = Varchar(length=8, null=True, default=None, choices=AgeBand)
    sealed_phone = Text(default="")
    guardian_name = Varchar(length=60, default="")
    reported_in_on = Date(null=True, default=None)
    moved_away_on = Date(null=True, default=None)
    keep_until = Date(null=True, default=None)
    batch = ForeignKey(ImportBatch, null=True, default=None, on_delete=OnDelete.restrict)
    erased_at = Timestamptz(null=True, default=None)
    version = Integer(default=1)
    created_at = Timestamptz(default=TimestamptzNow())


class ResidentTag(Table, tablename="resident_tag"):
    """One thing said of a person under one heading: a hobby, a group to be reached, a category."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    resident = ForeignKey(Resident, null=False, on_delete=OnDelete.restrict)
    kind = Varchar(length=12, choices=TagKind)
    value = Varchar(length=40)


class NameGram(Table, tablename="name_gram"):
    """What a person is found by: parts of the name, its pinyin and its initials. Rebuilt from the names."""

    id = BigSerial(primary_key=True)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    community = ForeignKey(Community, null=False, on_delete=OnDelete.restrict)
    gram = Varchar(length=60)
    resident = ForeignKey(Resident, null=False, on_delete=OnDelete.restrict)


class PersonKey(Table, tablename="person_key"):
    """The key under which a person's sealed values and log entries are written. Without it nobody reads them again.

    Backups keep these keys apart from the data and for a shorter time.
    """

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    resident = ForeignKey(Resident, null=False, unique=True, on_delete=OnDelete.restrict)
    wrapped_key = Text()


class Notice(Table, tablename="privacy_notice"):
    """What people are told before they consent: one version of an organisation's notice. Never changed."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    number = Integer()
    body = Text()
    body_hash = Varchar(length=64)
    published_on = Date()
    published_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    created_at = Timestamptz(default=TimestamptzNow())


class Consent(Table, tablename="consent"):
    """One yes for one purpose, to one version of the notice, until a day or until it is taken back. Only added."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    resident = ForeignKey(Resident, null=False, on_delete=OnDelete.restrict)
    purpose = Varchar(length=12, choices=Purpose)
    notice = ForeignKey(Notice, null=False, on_delete=OnDelete.restrict)
    how = Varchar(length=12, choices=ConsentHow)
    by_guardian = Boolean(default=False)
    given_on = Date()
    until = Date(null=True, default=None)
    recorded_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    created_at = Timestamptz(default=TimestamptzNow())
    withdrawn_on = Date(null=True, default=None)


class LadderRung(Table, tablename="ladder_rung"):
    """A step of the ladder that a person took, and the act that shows it (S28). A wrong one is taken back.

    `act_gone` when that happened because nothing that she did shows the step any more.
    """

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    resident = ForeignKey(Resident, null=False, on_delete=OnDelete.restrict)
    step = Varchar(length=12, choices=LadderStep)
    reached_on = Date()
    source_kind = Varchar(length=40)
    source_id = Integer()
    recorded_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    created_at = Timestamptz(default=TimestamptzNow())
    voided_at = Timestamptz(null=True, default=None)
    void_reason = Text(default="")
    act_gone = Boolean(default=False)


class ImportChange(Table, tablename="import_change"):
    """What an import did to one person who was known already, as JSON of the fields before, so that it can be undone."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    batch = ForeignKey(ImportBatch, null=False, on_delete=OnDelete.restrict)
    resident = ForeignKey(Resident, null=False, on_delete=OnDelete.restrict)
    before = Text()
    version_after = Integer()


class ImportFill(Table, tablename="import_fill"):
    """What is about to be written to one person who is known, by an import or by taking it back. Then it is deleted.

    `fields` has a bit for each of the five values that counts, the first the lowest. `version` is the person's when this was
    prepared: who has been changed since is left as she is. `agrees` when she agrees to what the list is for, `is_child`
    when her guardian does.
    """

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    batch = ForeignKey(ImportBatch, null=False, on_delete=OnDelete.restrict)
    resident = ForeignKey(Resident, null=False, on_delete=OnDelete.restrict)
    version = Integer()
    fields = Integer(default=0)
    phone_tail = Varchar(length=4, null=True, default=None)
    age_band = Varchar(length=8, null=True, default=None)
    building = Integer(null=True, default=None)
    household = Integer(null=True, default=None)
    guardian_name = Varchar(length=60, null=True, default=None)
    agrees = Boolean(default=False)
    is_child = Boolean(default=False)


class ImportFillWord(Table, tablename="import_fill_word"):
    """A word that is about to be said of a person who is known, or no longer said of her, as `ImportFill`."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    batch = ForeignKey(ImportBatch, null=False, on_delete=OnDelete.restrict)
    resident = ForeignKey(Resident, null=False, on_delete=OnDelete.restrict)
    kind = Varchar(length=12, choices=TagKind)
    value = Varchar(length=40)


class ResidentMerge(Table, tablename="resident_merge"):
    """Two records that were one person: which was kept, what the other held (JSON), so that they can be parted again."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    kept = ForeignKey(Resident, null=False, on_delete=OnDelete.restrict)
    merged = ForeignKey(Resident, null=False, on_delete=OnDelete.restrict)
    moved = Text()
    merged_at = Timestamptz(default=TimestamptzNow())
    undone_at = Timestamptz(null=True, default=None)


class Erasure(Table, tablename="erasure"):
    """That a person's record was erased, when and on which ground; repeated after an older backup is restored."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    resident = ForeignKey(Resident, null=False, unique=True, on_delete=OnDelete.restrict)
    ground = Varchar(length=12)
    erased_at = Timestamptz(default=TimestamptzNow())
    by_name = Varchar(length=120, default="")


class TargetGroupSize(Table, tablename="target_group_size"):
    """About how many people of a group to be reached live in a community, and who says so (S72)."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    community = ForeignKey(Community, null=False, on_delete=OnDelete.restrict)
    target_group = Varchar(length=40)
    estimate = Integer()
    source = Varchar(length=200)
    as_of = Date()
    version = Integer(default=1)


class Photo(Table, tablename="photo"):
    """A photograph, written anew without what the camera noted. The picture lies in a file named `file_id`.

    It is shown outside of the desk only while everybody in it (`PhotoPerson`) consents, or when nobody can be recognised.
    """

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    community = ForeignKey(Community, null=False, on_delete=OnDelete.restrict)
    file_id = Varchar(length=64, unique=True)
    content_type = Varchar(length=20)
    width = Integer()
    height = Integer()
    size = Integer()
    caption = Varchar(length=120, default="")
    taken_on = Date(null=True, default=None)
    nobody_recognisable = Boolean(default=False)
    people_named = Boolean(default=False)
    uploaded_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    created_at = Timestamptz(default=TimestamptzNow())
    removed_at = Timestamptz(null=True, default=None)
    version = Integer(default=1)


class PhotoPerson(Table, tablename="photo_person"):
    """Somebody who can be recognised in a photo."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    photo = ForeignKey(Photo, null=False, on_delete=OnDelete.restrict)
    resident = ForeignKey(Resident, null=False, on_delete=OnDelete.restrict)
