"""What stands beside a person's own row: words, who agreed to what, and the sealed number. Set by set."""

from __future__ import annotations

from collections.abc import Sequence

from programs.residents import consent_rules, notice_actions
from programs.residents.key_queries import phone_place
from programs.residents.roster_rules import Person
from programs.residents.tables import ImportBatch
from server.lib import clock, db, seals
from server.lib.actor import Actor

_TAG = (
    "INSERT INTO resident_tag (organisation, resident, kind, value) VALUES ({}, {}, {}, {})"
    " ON CONFLICT (resident, kind, value) DO NOTHING"
)
_CONSENT = (
    "INSERT INTO consent (organisation, resident, purpose, notice, how, by_guardian, given_on, until, recorded_by,"
    " created_at) VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}, {})"
)

People = Sequence[tuple[int, Person]]


def tags_of(person: Person) -> list[tuple[str, str]]:
    """The words of a person as (kind, value)."""
    said = (
        ("hobby", person.hobbies),
        ("target_group", person.target_groups),
        ("category", person.categories),
    )
    return [(kind, value) for kind, values in said for value in values]


async def write_beside(batch: ImportBatch, people: People, *, how: str, actor: Actor) -> None:
    """Write all of it for people who are new, in the caller's transaction."""
    tags = [(number, kind, value) for number, person in people for kind, value in tags_of(person)]
    await db.execute_many(_TAG, [(batch.organisation, *tag) for tag in tags])
    await _write_consents(batch, people, how=how, actor=actor)
    await _seal_numbers(batch, people)


async def _write_consents(batch: ImportBatch, people: People, *, how: str, actor: Actor) -> None:
    """Whoever handed the list in has said how its people agreed: each to what is kept of her for it.

    The register itself is kept without asking, except of a child, for whom a guardian agrees (PIPL article 31).
    """
    agreed = [
        (number, purpose, consent_rules.is_child(person.age))
        for number, person in people
        for purpose in _purposes(str(batch.purpose), person)
    ]
    if not agreed:
        return
    notice = await notice_actions.newest_notice(actor=actor)
    today = clock.today()
    await db.execute_many(
        _CONSENT,
        [
            (
                *(batch.organisation, number, purpose, notice.id, how, by_guardian, today),
                *(batch.delete_after, batch.created_by, batch.imported_at),
            )
            for number, purpose, by_guardian in agreed
        ],
    )


async def write_known_consents(batch: ImportBatch, *, how: str, actor: Actor) -> None:
    """The same for people who are known and about whom words were added, as it was prepared."""
    agreed = await db.rows(
        "SELECT COUNT(*) AS n FROM import_fill WHERE batch = {} AND (agrees = {} OR is_child = {})",
        batch.id,
        True,
        True,
    )
    if not agreed[0]["n"]:
        return
    notice = await notice_actions.newest_notice(actor=actor)
    for purpose, those in ((consent_rules.REGISTER, "is_child"), (str(batch.purpose), "agrees")):
        await db.execute(
            "INSERT INTO consent (organisation, resident, purpose, notice, how, by_guardian, given_on, until, recorded_by,"
            " created_at) SELECT organisation, resident, {}, {}, {}, is_child, {}, {}, {}, {} FROM import_fill"
            f" WHERE batch = {{}} AND {those} = {{}} ORDER BY resident",
            *(
                purpose,
                notice.id,
                how,
                clock.today(),
                batch.delete_after,
                batch.created_by,
                batch.imported_at,
            ),
            *(batch.id, True),
        )


def _purposes(purpose: str, person: Person) -> list[str]:
    found = [consent_rules.REGISTER] if consent_rules.is_child(person.age) else []
    return [*found, purpose] if agrees_to(purpose, person) else found


def agrees_to(purpose: str, person: Person) -> bool:
    """Whether something of a row is kept for the purpose of its list, so that whoever stands in it was asked."""
    kept = {
        consent_rules.CONTACT: bool(person.phone),
        consent_rules.INTERESTS: bool(person.hobbies or person.target_groups),
        consent_rules.CARE: bool(person.categories),
    }
    return kept.get(purpose, False)


async def _seal_numbers(batch: ImportBatch, people: People) -> None:
    """The whole numbers of those who agreed to be called, each under a key of its own."""
    keys = {number: seals.new_key() for number, person in people if person.phone}
    if not keys:
        return
    await db.execute_many(
        "INSERT INTO person_key (organisation, resident, wrapped_key) VALUES ({}, {}, {})",
        [(batch.organisation, number, seals.wrap(key)) for number, key in keys.items()],
    )
    await db.execute_many(
        "UPDATE resident SET sealed_phone = {} WHERE id = {}",
        [
            (seals.seal(keys[number], person.phone, about=phone_place(number)), number)
            for number, person in people
            if person.phone
        ],
    )
