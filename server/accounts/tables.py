"""Organisations, people, their roles, and what lets them in. Secrets are stored as hashes only."""

from piccolo.columns import (
    Boolean,
    DoublePrecision,
    ForeignKey,
    Integer,
    OnDelete,
    Serial,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table


class Organisation(Table, tablename="organisation"):
    """An NGO: the wall that no query crosses."""

    id: Serial
    name = Varchar(length=120)
    slug = Varchar(length=60, unique=True)
    created_at = Timestamptz()
    closed_at = Timestamptz(null=True, default=None)


class UserAccount(Table, tablename="user_account"):
    """A person who signs in. `username` is folded (`rules.folded`) and unique in the installation."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict, index=True)
    username = Varchar(length=64, unique=True)
    display_name = Varchar(length=60)
    password_hash = Varchar(length=255, secret=True)
    language = Varchar(length=8, default="zh_CN")
    active = Boolean(default=True)
    created_at = Timestamptz()
    password_changed_at = Timestamptz()


class RoleAssignment(Table, tablename="role_assignment"):
    """A role within a scope, from `granted_at` to `ended_at`. `granted_by` is None for `linli user`."""

    id: Serial
    user = ForeignKey(UserAccount, null=False, on_delete=OnDelete.restrict, index=True)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict, index=True)
    role = Varchar(length=20)
    scope = Varchar(length=20)
    scope_id = Integer(null=True, default=None)
    granted_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    granted_at = Timestamptz()
    ended_at = Timestamptz(null=True, default=None)


class Invitation(Table, tablename="invitation"):
    """A one-time link that makes an account with one role."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict, index=True)
    role = Varchar(length=20)
    scope = Varchar(length=20)
    scope_id = Integer(null=True, default=None)
    invited_name = Varchar(length=60)
    token_hash = Varchar(length=64, unique=True, secret=True)
    created_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    created_at = Timestamptz()
    expires_at = Timestamptz()
    used_at = Timestamptz(null=True, default=None)
    used_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    withdrawn_at = Timestamptz(null=True, default=None)


class PasswordReset(Table, tablename="password_reset"):
    """A one-time link with which a person chooses a new password."""

    id: Serial
    user = ForeignKey(UserAccount, null=False, on_delete=OnDelete.restrict, index=True)
    token_hash = Varchar(length=64, unique=True, secret=True)
    created_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    created_at = Timestamptz()
    expires_at = Timestamptz()
    used_at = Timestamptz(null=True, default=None)


class AccountSession(Table, tablename="account_session"):
    """A signed-in browser. `expires_at` moves with use by `idle_minutes`, never past `absolute_until`."""

    id: Serial
    token_hash = Varchar(length=64, unique=True, secret=True)
    user = ForeignKey(UserAccount, null=False, on_delete=OnDelete.restrict, index=True)
    created_at = Timestamptz()
    last_seen_at = Timestamptz()
    idle_minutes = Integer(default=120)
    expires_at = Timestamptz()
    absolute_until = Timestamptz()
    ip_prefix = Varchar(length=48)
    user_agent = Varchar(length=60)
    revoked_at = Timestamptz(null=True, default=None)


class ApiKey(Table, tablename="api_key"):
    """A named key with which a program of the person's reads and writes as she may, until it expires."""

    id: Serial
    token_hash = Varchar(length=64, unique=True, secret=True)
    user = ForeignKey(UserAccount, null=False, on_delete=OnDelete.restrict, index=True)
    name = Varchar(length=60)
    created_at = Timestamptz()
    expires_at = Timestamptz()
    last_used_at = Timestamptz(null=True, default=None)
    revoked_at = Timestamptz(null=True, default=None)


class RateBucket(Table, tablename="rate_bucket"):
    """A token bucket (`rules.Bucket`). `key` is a hash: it names no person and no address."""

    id: Serial
    key = Varchar(length=64, unique=True)
    tokens = DoublePrecision(default=0.0)
    strikes = Integer(default=0)
    updated_at = Timestamptz()
