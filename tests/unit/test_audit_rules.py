"""What was typed stands beside the chain, and can be taken out of it."""

import hashlib
from typing import Any

import pytest

from server.audit import rules
from server.lib import seals

SEALED = seals.seal(seals.new_key(), "云雀奶奶", about="log about 1")


def parted(value: Any) -> tuple[Any, rules.Texts]:
    texts: rules.Texts = {}
    return rules.part(value, texts), texts


@pytest.mark.parametrize(
    "value",
    ["云雀奶奶", "13912345678", "anna", "s1.云雀奶奶", "text:云雀", "2026-03-07云雀", "takes_part", "a b"],
)
def test_whatever_may_be_typed_leaves_only_its_digest(value: str) -> None:
    said, texts = parted({"title": [None, value]})
    assert value not in repr(said)
    assert rules.join(said, texts, "?") == {"title": [None, value]}
    assert rules.fit(texts, rules.canonical(said))


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        7,
        True,
        pytest.param(SEALED, id="sealed"),
        "2026-03-07",
        "2026-03",
        "19:30",
        "2026-03-07T19:30:00.123456+00:00",
    ],
)
def test_what_nobody_types_stays_in_the_chain(value: Any) -> None:
    assert parted([None, value]) == ([None, value], {})


def test_the_same_text_never_leaves_the_same_digest() -> None:
    said, texts = parted(["云雀奶奶", "云雀奶奶"])
    assert said[0] != said[1]
    assert len(texts) == 2
    assert hashlib.sha256("云雀奶奶".encode()).hexdigest() not in repr(said)


@pytest.mark.parametrize(
    ("text", "stays"),
    [
        ("云雀奶奶的活动", False),
        ("画眉姐的活动", True),
        ("part", False),
        ("takes_part", True),
        ("part of it", False),
        ("打13912345678", False),
    ],
)
def test_a_text_that_holds_a_name_goes_and_its_salt_with_it(text: str, stays: bool) -> None:
    said, texts = parted(text)
    kept = rules.without(texts, ["云雀奶奶", "part", "13912345678"])
    assert bool(kept) == stays
    assert rules.join(said, kept, "?") == (text if stays else "?")
    assert rules.fit(kept, rules.canonical(said))


def test_a_text_that_was_changed_or_put_in_does_not_fit() -> None:
    said, texts = parted("录重了")
    [(digest, (salt, _text))] = texts.items()
    assert not rules.fit({digest: (salt, "没录重")}, said)
    _other, others = parted("另一句")
    assert not rules.fit({**texts, **others}, said)
