"""The reader's language: messages from `locales/`, dates and numbers through Babel."""

from __future__ import annotations

import gettext as _gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale

DEFAULT_LANGUAGE = "zh_CN"
LANGUAGES: dict[str, str] = {"zh_CN": "中文", "en": "English"}

_language: ContextVar[str] = ContextVar("language", default=DEFAULT_LANGUAGE)


def current_language() -> str:
    """The language that messages are in now: `zh_CN` or `en`."""
    return _language.get()


@cache
def _locale(code: str) -> Locale:
    return Locale.parse(code)


def babel_locale() -> Locale:
    """The current language for Babel, read once: given a code, Babel reads it anew for every number."""
    return _locale(current_language())


@contextmanager
def language(code: str) -> Iterator[None]:
    """Speak `code` within the block: a mail is written in its reader's language."""
    token = _language.set(code if code in LANGUAGES else DEFAULT_LANGUAGE)
    try:
        yield
    finally:
        _language.reset(token)


def negotiate(accept_language: str) -> str:
    """The language for a visitor who never chose: English only when it is asked for before Chinese."""
    ranked: list[tuple[float, int, str]] = []
    for position, part in enumerate(accept_language.split(",")[:20]):
        tag, _, quality = part.strip().partition(";q=")
        try:
            weight = float(quality) if quality else 1.0
        except ValueError:
            continue
        ranked.append((-weight, position, tag.lower()))
    for _weight, _position, tag in sorted(ranked):
        if tag.startswith("zh"):
            return "zh_CN"
        if tag.startswith("en"):
            return "en"
    return DEFAULT_LANGUAGE


def locales_dir() -> Path:
    """Where the catalogues lie: in the repository, or beside the installed package."""
    inside = Path(__file__).resolve().parent.parent / "_locales"
    return inside if inside.is_dir() else Path(__file__).resolve().parents[2] / "locales"


@cache
def _translations(code: str) -> _gettext.NullTranslations:
    """All catalogues of a language in one; English needs none, its sentences are the msgids."""
    import io

    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po
    from babel.support import Translations

    merged = Translations()
    for path in sorted((locales_dir() / code / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as source:
            compiled = io.BytesIO()
            write_mo(compiled, read_po(source, locale=code, domain=path.stem))
        compiled.seek(0)
        catalogue = Translations(fp=compiled, domain=path.stem)
        merged.merge(catalogue)
        # `merge` leaves the English rule for plurals in place.
        merged.plural = catalogue.plural
    return merged


def _(message: str, **values: Any) -> str:
    """The message in the current language, with `%(name)s` filled in."""
    text = _translations(current_language()).gettext(message) if current_language() != "en" else message
    return text % values if values else text


def ngettext(singular: str, plural: str, num: int, **values: Any) -> str:
    """The message for `num` things; `%(num)s` is the number."""
    if current_language() == "en":
        text = singular if num == 1 else plural
    else:
        text = _translations(current_language()).ngettext(singular, plural, num)
    return text % {"num": format_number(num), **values}


def gettext_raw(message: str) -> str:
    """The message with its placeholders left open, as Jinja wants it."""
    return message if current_language() == "en" else _translations(current_language()).gettext(message)


def ngettext_raw(singular: str, plural: str, num: int) -> str:
    """The counted message with its placeholders left open, as Jinja wants it."""
    if current_language() == "en":
        return singular if num == 1 else plural
    return _translations(current_language()).ngettext(singular, plural, num)


class Message:
    """A sentence that is translated when it is shown, not when it is made."""

    __slots__ = ("num", "plural", "text", "values")

    def __init__(self, text: str, plural: str | None, num: int | None, values: dict[str, Any]) -> None:
        self.text = text
        self.plural = plural
        self.num = num
        self.values = values

    def __str__(self) -> str:
        values = {key: shown(value) for key, value in self.values.items()}
        if self.plural is not None and self.num is not None:
            values.pop("num", None)
            return ngettext(self.text, self.plural, self.num, **values)
        return _(self.text, **values)

    def __repr__(self) -> str:
        return f"Message({self.text!r}, {self.values!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Message) and (self.text, self.num, self.values) == (
            other.text,
            other.num,
            other.values,
        )

    def __hash__(self) -> int:
        return hash((self.text, self.num))

    def filled(self, **values: Any) -> Message:
        """The same sentence with its facts."""
        number = values.get("num", self.num) if self.plural is not None else self.num
        return Message(self.text, self.plural, number, {**self.values, **values})


def m(message: str, **values: Any) -> Message:
    """A lazy message."""
    return Message(message, None, None, values)


def mn(singular: str, plural: str, num: int | None = None, **values: Any) -> Message:
    """A lazy message that counts; `num` may come later through `filled`."""
    return Message(singular, plural, num, values)


def shown(value: Any) -> Any:
    """A fact as it stands inside a sentence: dates and numbers as the reader writes them."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, datetime):
        return format_moment(value)
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, int | float | Decimal):
        return format_number(value)
    return str(value)


def format_date(value: date | None, style: str = "long") -> str:
    """A day: `2026年11月21日`; short, `2026/11/21` or `Nov 21, 2026`. Empty for None."""
    from babel.dates import format_date as babel_format

    if style == "short" and current_language() == "en":
        style = "medium"  # 11/10/26 is another day to half of those who read English
    return "" if value is None else babel_format(value, style, locale=babel_locale())


def format_day(value: date | None) -> str:
    """A day with its weekday and without its year: `11月21日周六`."""
    from babel.dates import format_skeleton

    return "" if value is None else format_skeleton("MMMEd", value, locale=babel_locale())


def format_month(value: date | str | None) -> str:
    """A month: `2026年11月`. Takes a day in it or `YYYY-MM`."""
    from babel.dates import format_skeleton

    if not value:
        return ""
    day = date.fromisoformat(f"{value}-01") if isinstance(value, str) else value
    return format_skeleton("yMMM", day, locale=babel_locale())


def format_time(value: time | None) -> str:
    """A time of day: `09:00`."""
    return "" if value is None else value.strftime("%H:%M")


def format_moment(value: datetime | None) -> str:
    """A moment on the installation's clock, to the minute."""
    from server.lib.clock import local

    return (
        "" if value is None else f"{format_date(local(value), 'medium')} {format_time(local(value).time())}"
    )


def format_number(value: float | Decimal | None, digits: int = 2) -> str:
    """A number with the reader's separators and at most `digits` decimals."""
    from babel.numbers import format_decimal

    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format_decimal(round(value, digits), locale=babel_locale())
    return format_decimal(
        round(float(value), digits) if isinstance(value, float) else value, locale=babel_locale()
    )


def format_percent(value: float | None, digits: int = 1) -> str:
    """A share (0.368) as the reader writes it: `36.8%`. Empty for None."""
    from babel.numbers import format_percent as babel_format

    if value is None:
        return ""
    return babel_format(round(value, digits + 2), f"#,##0.{'#' * digits}%", locale=babel_locale())
