"""Sealed values open under their own key, in their own place, and nowhere else."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.lib import seals
from server.lib.seals import SealBroken
from server.lib.settings import settings


@pytest.fixture
def another_secret(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    yield
    settings.cache_clear()


@given(st.text(), st.text())
def test_what_is_sealed_opens_again_and_hides_what_it_says(text: str, about: str) -> None:
    key = seals.new_key()
    sealed = seals.seal(key, text, about=about)
    assert seals.unseal(key, sealed, about=about) == text
    assert sealed.isascii()
    assert seals.is_sealed(sealed)
    assert sealed != seals.seal(key, text, about=about)


def test_another_key_another_place_and_another_letter_do_not_open() -> None:
    key = seals.new_key()
    sealed = seals.seal(key, "13800000431", about="phone 1")
    broken = sealed[:-6] + ("A" if sealed[-6] != "A" else "B") + sealed[-5:]
    for wrong, text, about in (
        (seals.new_key(), sealed, "phone 1"),
        (key, sealed, "phone 2"),
        (key, broken, "phone 1"),
        (key, "s1.", "phone 1"),
        (key, "13800000431", "phone 1"),
    ):
        with pytest.raises(SealBroken):
            seals.unseal(wrong, text, about=about)


def test_a_key_opens_only_under_the_secret_it_was_wrapped_under(
    monkeypatch: pytest.MonkeyPatch, another_secret: None
) -> None:
    key = seals.new_key()
    wrapped = seals.wrap(key)
    assert seals.unwrap(wrapped) == key
    monkeypatch.setenv("LINLI_SECRET_KEY", "another secret of thirty-two letters")
    settings.cache_clear()
    with pytest.raises(SealBroken):
        seals.unwrap(wrapped)
