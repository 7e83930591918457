"""What people send to sign in and look after accounts, what the API answers, why something is refused."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from server.lib.actor import COORDINATOR, FACILITATOR, FUNDER, LEADER, OPERATOR
from server.lib.i18n import Message, m
from server.web.forms import Write

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
Secret = Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]
RoleAt = Annotated[str, msgspec.Meta(max_length=40, pattern=r"^[a-z]+:[a-z]+(:[1-9][0-9]{0,8})?$")]
Days = Annotated[int, msgspec.Meta(ge=1, le=366)]

ROLE_NAMES: dict[str, Message] = {
    OPERATOR: m("Operator"),
    COORDINATOR: m("Coordinator"),
    FACILITATOR: m("Facilitator"),
    LEADER: m("Group leader"),
    FUNDER: m("Funder"),
}
SCOPE_NAMES: dict[str, Message] = {
    "installation": m("the whole installation"),
    "organisation": m("the whole organisation"),
}


class Entry(Write, kw_only=True):
    """Sent by somebody who is not signed in yet, or with a password in it: no op_id is kept of it."""

    op_id: str = ""


class SignIn(Entry):
    """A username and its password."""

    username: Secret
    password: Secret
    next: Annotated[str, msgspec.Meta(max_length=500)] = ""


class Acceptance(Entry):
    """What an invited person chooses."""

    display_name: Name
    username: Secret
    password: Secret


class ChosenPassword(Entry):
    """A new password, chosen through a one-time link."""

    password: Secret


class ChangedPassword(Entry):
    """A new password, and the old one to show that it is she who asks."""

    current: Secret
    password: Secret


class NewInvitation(Write):
    """Whom to invite as what; `role` is `role:scope` or `role:scope:id`."""

    invited_name: Name
    role: RoleAt


class NewRole(Write):
    """A further role for a colleague."""

    role: RoleAt


class NewKey(Write):
    """A key for a program, good for `days`."""

    name: Name
    days: Days = 90


class ChosenLanguage(Entry):
    """The language to read in; `next` is where the reader stands."""

    language: Literal["zh_CN", "en"]
    next: Annotated[str, msgspec.Meta(max_length=500)] = ""


class ChosenMode(Entry):
    """Large print or not; `next` is where the reader stands."""

    mode: Literal["elder", "normal"]
    next: Annotated[str, msgspec.Meta(max_length=500)] = ""


class Confirmed(Write):
    """A deed that needs no answers."""


class AssignmentOut(msgspec.Struct):
    """A role within a scope."""

    role: str
    scope: str
    scope_id: int | None


class Me(msgspec.Struct):
    """Who the caller is. `csrf_token` is for the header `x-csrf-token` of writes that carry the cookie."""

    id: int
    name: str
    language: str
    roles: list[AssignmentOut]
    csrf_token: str


class Device(msgspec.Struct):
    """A browser that is signed in."""

    id: int
    name: str
    place: str
    signed_in_at: datetime
    last_seen_at: datetime
    current: bool


class Link(msgspec.Struct):
    """A one-time link; it is shown this once."""

    id: int
    link: str


class Key(msgspec.Struct):
    """A key as it is listed: its secret is never shown again."""

    id: int
    name: str
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None


class NewKeySecret(msgspec.Struct):
    """A new key with its secret, shown this once."""

    id: int
    secret: str


class Done(msgspec.Struct):
    """The id of what was changed."""

    id: int


REASONS: dict[str, Message] = {
    "accounts.no_such_colleague": m("Choose somebody of your organisation who is still active."),
    "accounts.wrong_sign_in": m("This username and password do not belong together. Check both."),
    "accounts.too_many_tries": m(
        "There were too many wrong tries. Try again in %(minutes)s minutes, or on a device on which you have"
        " signed in before."
    ),
    "accounts.wrong_current_password": m("This is not your present password."),
    "accounts.username_length": m("A username has 2 to 40 characters."),
    "accounts.username_letters": m("A username is made of letters, digits and . _ - @ without spaces."),
    "accounts.username_taken": m("Somebody already has this username. Choose another."),
    "accounts.password_short": m("A password has at least 8 characters; 15 or more are better."),
    "accounts.password_long": m("A password has at most 128 characters."),
    "accounts.password_common": m(
        "Many people use this password, so it is tried first. Take three or four words that only you would"
        " put together."
    ),
    "accounts.password_guessable": m(
        "This password is made of names or dates around you, so it is soon guessed. Take three or four words"
        " that only you would put together."
    ),
    "accounts.link_expired": m("This link was only good for some days. Ask for a new one."),
    "accounts.link_used": m("This link was already used. If that was you, sign in."),
    "accounts.link_withdrawn": m("This link was taken back. Ask the person who sent it."),
    "accounts.other_organisation": m("This invitation is from another organisation. Sign out to accept it."),
    "accounts.role_not_yours": m("This role is not yours to give."),
    "accounts.scope_does_not_fit": m("Choose for what this role is given."),
    "accounts.role_held": m("This person already has this role."),
    "accounts.role_ended": m("This role has already ended."),
    "accounts.last_coordinator": m(
        "This is the last coordinator: nobody could invite people. Give somebody else the role first."
    ),
    "accounts.not_yours": m("This account is not yours to look after."),
    "accounts.own_account": m("This is your own account. Ask another coordinator."),
    "accounts.not_active": m("This account is not active."),
    "accounts.slug_taken": m("Another organisation already has this short name."),
    "accounts.slug_letters": m("The short name is made of small letters, digits and hyphens."),
}

ACTS: dict[str, Message] = {
    "organisation.created": m("opened the organisation"),
    "account.created": m("made the account"),
    "account.deactivated": m("shut the account"),
    "account.reactivated": m("opened the account again"),
    "role.granted": m("gave a role"),
    "role.ended": m("ended a role"),
    "invitation.made": m("invited somebody"),
    "invitation.withdrawn": m("took the invitation back"),
    "invitation.accepted": m("accepted the invitation"),
    "session.opened": m("signed in"),
    "session.ended": m("signed out on a device"),
    "sessions.ended": m("signed out on all other devices"),
    "password.changed": m("changed the password"),
    "password.link_made": m("made a link for a new password"),
    "password.chosen_by_link": m("chose a new password by a link"),
    "key.made": m("made a key"),
    "key.ended": m("ended a key"),
}
FIELDS: dict[str, dict[str, Message]] = {
    "account": {"role": m("Role")},
    "invitation": {"role": m("Role"), "invited_name": m("What colleagues call this person")},
}
