"""The demo prints its password, and refuses other easy ones as any installation does."""

from __future__ import annotations

import pytest

from server.accounts import actions
from server.lib.errors import Refused
from server.lib.settings import DEMO_PASSWORD, settings
from tests.cast import Cast


async def test_only_the_printed_password_is_let_through(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINLI_DEMO", "1")
    settings.cache_clear()
    await actions.check_password(DEMO_PASSWORD, organisation_id=cast.ours.organisation)
    with pytest.raises(Refused, match=r"accounts\.password_common"):
        await actions.check_password("12345678", organisation_id=cast.ours.organisation)
    settings.cache_clear()
