"""What the operator reads of the installation: who may enter, what runs, what was done.

Accounts appear by user name. Residents, names, addresses, the contents of a change and of a job stay away.
"""

from __future__ import annotations

from piccolo.columns import BigInt, Boolean, Integer, Timestamptz

from admin.scope import InstallationTable, Line, Words
from server.accounts.schemas import ROLE_NAMES
from server.lib.i18n import m

_ORGANISATION = m("Organisation")
_ACCOUNT = m("User name")
_CREATED = m("Created")
_ENDED = m("Ended")
_EXPIRES = m("Valid until")
SCOPES = {
    "installation": m("Installation"),
    "organisation": m("Organisation"),
    "community": m("Community"),
    "group": m("Group"),
    "grant": m("Grant"),
}
JOB_STATES = {"ready": m("Waiting"), "done": m("Done"), "dead": m("Given up")}


class InstalledOrganisation(InstallationTable, tablename="installed_organisation"):
    """The NGOs that work here."""

    words = Words(
        title=m("Organisations"),
        columns={
            "name": m("Name"),
            "slug": m("Short name"),
            "created_at": _CREATED,
            "closed_at": m("Closed"),
        },
    )
    relation = "SELECT id, name, slug, created_at, closed_at FROM organisation"

    id = Integer(primary_key=True)
    name = Line(length=120)
    slug = Line(length=60)
    created_at = Timestamptz()
    closed_at = Timestamptz(null=True, default=None)


class InstalledAccount(InstallationTable, tablename="installed_account"):
    """Who has an account."""

    words = Words(
        title=m("Accounts"),
        columns={
            "username": _ACCOUNT,
            "organisation": _ORGANISATION,
            "active": m("Active"),
            "created_at": _CREATED,
            "password_changed_at": m("Password changed"),
        },
    )
    relation = """
        SELECT u.id, u.username, o.name AS organisation, u.active, u.created_at, u.password_changed_at
        FROM user_account AS u JOIN organisation AS o ON o.id = u.organisation"""

    id = Integer(primary_key=True)
    username = Line(length=64)
    organisation = Line(length=120)
    active = Boolean()
    created_at = Timestamptz()
    password_changed_at = Timestamptz()


class InstalledRole(InstallationTable, tablename="installed_role"):
    """Who may do what, from when to when."""

    words = Words(
        title=m("Roles"),
        columns={
            "username": _ACCOUNT,
            "organisation": _ORGANISATION,
            "role": m("Role"),
            "scope": m("Applies to"),
            "scope_id": m("Number of what it applies to"),
            "granted_at": m("Granted"),
            "ended_at": _ENDED,
        },
        choices={"role": ROLE_NAMES, "scope": SCOPES},
    )
    relation = """
        SELECT a.id, u.username, o.name AS organisation, a.role, a.scope, a.scope_id, a.granted_at, a.ended_at
        FROM role_assignment AS a JOIN user_account AS u ON u.id = a."user"
            JOIN organisation AS o ON o.id = a.organisation"""

    id = Integer(primary_key=True)
    username = Line(length=64)
    organisation = Line(length=120)
    role = Line(length=20)
    scope = Line(length=20)
    scope_id = Integer(null=True, default=None)
    granted_at = Timestamptz()
    ended_at = Timestamptz(null=True, default=None)


class InstalledSession(InstallationTable, tablename="installed_session"):
    """Who is signed in, and until when at the latest."""

    words = Words(
        title=m("Sessions"),
        columns={
            "username": _ACCOUNT,
            "created_at": m("Signed in"),
            "last_seen_at": m("Last seen"),
            "expires_at": _EXPIRES,
            "revoked_at": _ENDED,
        },
    )
    relation = """
        SELECT s.id, u.username, s.created_at, s.last_seen_at, s.expires_at, s.revoked_at
        FROM account_session AS s JOIN user_account AS u ON u.id = s."user\""""

    id = Integer(primary_key=True)
    username = Line(length=64)
    created_at = Timestamptz()
    last_seen_at = Timestamptz()
    expires_at = Timestamptz()
    revoked_at = Timestamptz(null=True, default=None)


class InstalledKey(InstallationTable, tablename="installed_key"):
    """Keys with which programs of people read and write."""

    words = Words(
        title=m("API keys"),
        columns={
            "username": _ACCOUNT,
            "created_at": _CREATED,
            "last_used_at": m("Last used"),
            "expires_at": _EXPIRES,
            "revoked_at": _ENDED,
        },
    )
    relation = """
        SELECT k.id, u.username, k.created_at, k.last_used_at, k.expires_at, k.revoked_at
        FROM api_key AS k JOIN user_account AS u ON u.id = k."user\""""

    id = Integer(primary_key=True)
    username = Line(length=64)
    created_at = Timestamptz()
    last_used_at = Timestamptz(null=True, default=None)
    expires_at = Timestamptz()
    revoked_at = Timestamptz(null=True, default=None)


class InstalledJob(InstallationTable, tablename="installed_job"):
    """Work that waits, was done or was given up."""

    words = Words(
        title=m("Jobs"),
        columns={
            "number": m("Number of the job"),
            "kind": m("Kind"),
            "state": m("State"),
            "run_at": m("Due"),
            "attempts": m("Tries"),
            "last_error": m("Last error"),
            "created_at": _CREATED,
            "done_at": m("Done"),
        },
        choices={"state": JOB_STATES},
    )
    relation = (
        "SELECT id, id AS number, kind, state, run_at, attempts, last_error, created_at, done_at FROM job"
    )

    id = BigInt(primary_key=True)
    number = BigInt()
    kind = Line(length=80)
    state = Line(length=5)
    run_at = Timestamptz()
    attempts = Integer()
    last_error = Line(length=300, null=True, default=None)
    created_at = Timestamptz()
    done_at = Timestamptz(null=True, default=None)


class InstalledEntry(InstallationTable, tablename="installed_entry"):
    """What was done, when and in which organisation."""

    words = Words(
        title=m("Audit log"),
        columns={
            "organisation": _ORGANISATION,
            "at": m("When"),
            "action": m("Action"),
            "subject_kind": m("Record"),
            "subject_id": m("Number of the record"),
            "position": m("Place in the chain"),
        },
    )
    relation = """
        SELECT e.id, o.name AS organisation, e.at, e.action, e.subject_kind, e.subject_id, e.position
        FROM audit_entry AS e LEFT JOIN organisation AS o ON o.id = e.organisation"""

    id = BigInt(primary_key=True)
    organisation = Line(length=120, null=True, default=None)
    at = Timestamptz()
    action = Line(length=80)
    subject_kind = Line(length=40)
    subject_id = Integer()
    position = Integer()


class InstalledMigration(InstallationTable, tablename="installed_migration"):
    """Steps of the database's structure that have been taken."""

    words = Words(
        title=m("Migrations"),
        columns={"app_name": m("Part"), "name": m("Step"), "ran_on": m("Taken")},
    )
    relation = "SELECT id, app_name, name, ran_on FROM migration"

    id = Integer(primary_key=True)
    app_name = Line(length=200)
    name = Line(length=200)
    ran_on = Timestamptz()


INSTALLATION = (
    InstalledOrganisation,
    InstalledAccount,
    InstalledRole,
    InstalledSession,
    InstalledKey,
    InstalledJob,
    InstalledEntry,
    InstalledMigration,
)
