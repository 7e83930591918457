"""`linli user`: the first organisation and its first people, and a way back in for whoever is locked out."""

from __future__ import annotations

import argparse
import asyncio
import getpass
import sys
from collections.abc import Sequence

import msgspec

from server.accounts import actions, invitations, queries, rules
from server.accounts.schemas import REASONS
from server.accounts.tables import UserAccount
from server.lib import db
from server.lib.actor import OPERATOR, Actor, Assignment
from server.lib.errors import Refused
from server.lib.i18n import language
from server.lib.ids import new_op_id, new_token
from server.lib.settings import settings

_ROLE = (
    "coordinator:organisation, facilitator:community:3, leader:group:5, funder:grant:2, operator:installation"
)


class CommandRefused(Exception):
    """What was asked for cannot be done; the text says why."""


def main(argv: Sequence[str]) -> int:
    """Run one command; 0 when it went well, 1 when it was refused."""
    args = _parser().parse_args(argv)
    with language("en"):
        try:
            for line in asyncio.run(_run(args)):
                print(line)
        except (CommandRefused, Refused) as error:
            print(f"linli: {_reason(error)}", file=sys.stderr)
            return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="linli user", description="Organisations and accounts.")
    commands = parser.add_subparsers(dest="command", metavar="command", required=True)

    organisation = commands.add_parser("organisation", help="open an organisation")
    organisation.add_argument("slug", help="its short name: small letters, digits, hyphens")
    organisation.add_argument("name")

    invite = commands.add_parser("invite", help="print a one-time link that makes an account")
    _belongs(invite)
    invite.add_argument("name", help="how the person is called")

    add = commands.add_parser("add", help="make an account; the password is asked for, or read from a pipe")
    _belongs(add)
    add.add_argument("username")
    add.add_argument("name", help="how the person is called")

    for command, deed in (
        ("reset", "print a one-time link for a new password"),
        ("deactivate", "shut an account and end its sessions"),
        ("reactivate", "open a shut account again"),
    ):
        commands.add_parser(command, help=deed).add_argument("username")
    return parser


def _belongs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--organisation", required=True, metavar="SLUG")
    parser.add_argument("--role", required=True, help=f"for example {_ROLE}")


def _reason(error: Exception) -> str:
    return str(REASONS[error.code].filled(**error.facts)) if isinstance(error, Refused) else str(error)


async def _run(args: argparse.Namespace) -> list[str]:
    commands = {
        "organisation": _organisation,
        "invite": _invite,
        "add": _add,
        "reset": _reset,
        "deactivate": _deactivate,
        "reactivate": _reactivate,
    }
    try:
        return await commands[args.command](args)
    finally:
        await db.close()


async def _organisation(args: argparse.Namespace) -> list[str]:
    await actions.create_organisation(args.name, args.slug, actor=None)
    return [f"{args.slug} is open. Next: linli user invite --organisation {args.slug} --role … NAME"]


async def _invite(args: argparse.Namespace) -> list[str]:
    role, actor = _role(args.role), await _shell(args.organisation)
    token = new_token()
    await invitations.add_invitation(args.name, role, token=token, actor=actor)
    return [_link(f"/invitation/{token}"), f"works once, for {rules.INVITATION_DAYS} days"]


async def _add(args: argparse.Namespace) -> list[str]:
    role, actor = _role(args.role), await _shell(args.organisation)
    password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    async with db.write_transaction():
        user_id = await actions.create_user(
            actor.organisation_id,
            username=args.username,
            display_name=args.name,
            password=password,
            actor=actor,
        )
        user = await UserAccount.objects().get(UserAccount.id == user_id)
        assert user is not None
        await actions.add_role(user, role, actor=actor)
    return [f"{user.username} may sign in"]


async def _reset(args: argparse.Namespace) -> list[str]:
    user = await _user(args.username)
    actor, op_id = _keeper(user), new_op_id()
    await invitations.make_reset(user, op_id=op_id, actor=actor)
    token = invitations.link_token("reset", op_id, actor)
    return [_link(f"/password-reset/{token}"), f"works once, for {rules.RESET_HOURS} hours"]


async def _deactivate(args: argparse.Namespace) -> list[str]:
    user = await _user(args.username)
    await actions.deactivate(user, actor=_keeper(user))
    return [f"{user.username} is shut out"]


async def _reactivate(args: argparse.Namespace) -> list[str]:
    user = await _user(args.username)
    await actions.reactivate(user, actor=_keeper(user))
    return [f"{user.username} may sign in again"]


def _role(text: str) -> Assignment:
    try:
        role = rules.read_role(text)
    except ValueError:
        role = None
    if role is None:
        raise CommandRefused(f"{text} is no role; write it like {_ROLE}")
    return role


async def _shell(slug: str) -> Actor:
    """The installation's shell, acting in one organisation."""
    found = await queries.organisation_by_slug(slug)
    if found is None:
        raise CommandRefused(f"there is no organisation {slug}")
    return Actor.system(found)


def _keeper(user: UserAccount) -> Actor:
    """The installation's shell, looking after one account: an operator's too."""
    system = Actor.system(user.organisation)
    return msgspec.structs.replace(system, assignments=(Assignment(OPERATOR, "installation"),))


async def _user(username: str) -> UserAccount:
    found = await UserAccount.objects().get(UserAccount.username == rules.folded(username))
    if found is None:
        raise CommandRefused(f"there is no account {username}")
    return found


def _link(path: str) -> str:
    chosen = settings()
    return (chosen.public_url or f"http://{chosen.host}:{chosen.port}") + path
