"""Whether every message of the code is translated, and nothing else: `linli check locales`.

Each room keeps one catalogue, `locales/<language>/LC_MESSAGES/<room>.po`; the floor shares `server.po`. The
messages are read out of the sources themselves, so no .pot file lies about that could be older than they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from tokenize import TokenError

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import PoFileError, generate_po, read_po
from jinja2 import TemplateSyntaxError

from server.lib.i18n import locales_dir

PACKAGES = ("server", "programs", "groups", "incentives", "admin")
FLOOR_APPS = {"accounts", "audit", "jobs"}
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "gettext": None,
    "m": None,
    "ngettext": (1, 2),
    "mn": (1, 2),
}
# Keep in step with `server.web.pages.set_up_templates`: it decides where a sentence in a template ends.
TEMPLATE_OPTIONS = {
    "newstyle_gettext": "true",
    "trim_blocks": "true",
    "lstrip_blocks": "true",
    "silent": "false",
}
# Without one of these a source has no message: half of them need not be taken apart.
MAY_SPEAK = re.compile(rb"\b(_|gettext|ngettext|m|mn)\s*\(|\btrans\b")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%%|%")
HEADER = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals};\\n"
"""


def catalogue_of(source: Path) -> str:
    """The catalogue that a source belongs to; `source` is relative to the repository."""
    package, *rest = source.parts
    inner = rest[0] if len(rest) > 1 and rest[0] != "templates" else ""
    if package == "server":
        return inner if inner in FLOOR_APPS else "server"
    if package == "admin":
        return "admin"
    return inner or package


def check_catalogues(
    root: Path | None = None, rooms: Iterable[str] = (), *, language: str = "zh_CN"
) -> list[str]:
    """A sentence for each fault: untranslated, unused, fuzzy, other placeholders or plurals, two versions."""
    faults: list[str] = []
    chosen = set(rooms)
    folder = _catalogue_dir(root, language)
    for name, sources in sorted(_sources_by_catalogue(root, folder).items()):
        if chosen and name not in chosen:
            continue
        try:
            wanted, present = _extract(root, sources, language), _read(folder / f"{name}.po", language)
        except ValueError as error:
            faults.append(f"{name}: {error}")
        else:
            faults += [f"{name}: {fault}" for fault in _compare(wanted, present)]
    return faults + list(_disagreements(folder, language, chosen))


def write_catalogues(
    root: Path | None = None, rooms: Iterable[str] = (), *, language: str = "zh_CN"
) -> list[str]:
    """Add what is missing with an empty translation, drop what is unused; returns the changed catalogues.

    What stays keeps its place and its translation. When a source or the catalogue itself cannot be read, the
    catalogue is left alone.
    """
    changed: list[str] = []
    chosen = set(rooms)
    folder = _catalogue_dir(root, language)
    folder.mkdir(parents=True, exist_ok=True)
    for name, sources in sorted(_sources_by_catalogue(root, folder).items()):
        if chosen and name not in chosen:
            continue
        path = folder / f"{name}.po"
        try:
            wanted, present = _extract(root, sources, language), _read(path, language)
        except ValueError:
            continue
        text = _rendered(_updated(wanted, present), language)
        if text != (path.read_text("utf-8") if path.exists() else ""):
            changed.append(name)
            path.write_text(text, "utf-8") if text else path.unlink()
    return changed


def _root(root: Path | None) -> Path:
    return root or Path(__file__).resolve().parents[2]


def _catalogue_dir(root: Path | None, language: str) -> Path:
    return (root / "locales" if root else locales_dir()) / language / "LC_MESSAGES"


def _sources_by_catalogue(root: Path | None, folder: Path) -> dict[str, list[Path]]:
    """The sources of each catalogue; a catalogue that has lost all its sources has an empty list."""
    top = _root(root)
    found: dict[str, list[Path]] = {path.stem: [] for path in folder.glob("*.po")}
    for package in PACKAGES:
        for path in sorted((top / package).rglob("*")):
            if path.suffix in {".py", ".html", ".txt"} and "_locales" not in path.parts:
                found.setdefault(catalogue_of(path.relative_to(top)), []).append(path)
    return found


def _extract(root: Path | None, sources: list[Path], language: str) -> Catalog:
    catalogue = Catalog(locale=language)
    for path in sources:
        if not MAY_SPEAK.search(path.read_bytes()):
            continue
        method = "python" if path.suffix == ".py" else "jinja2"
        options = {} if method == "python" else TEMPLATE_OPTIONS
        place = str(path.relative_to(_root(root)))
        try:
            with path.open("rb") as source:
                for line, message, _comments, _context in extract(method, source, KEYWORDS, options=options):
                    catalogue.add(message, locations=[(place, line)])
        except (TemplateSyntaxError, SyntaxError, TokenError, UnicodeDecodeError) as error:
            raise ValueError(f"{place} cannot be read: {error}") from error
    return catalogue


def _read(path: Path, language: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=language)
    try:
        with path.open("rb") as source:
            return read_po(source, locale=language, abort_invalid=True)
    except (PoFileError, UnicodeDecodeError) as error:
        raise ValueError(f"{path.name} cannot be read: {error}") from error


def _messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _compare(wanted: Catalog, present: Catalog) -> Iterator[str]:
    translated = {_key(message): message for message in _messages(present)}
    for message in _messages(wanted):
        key = _key(message)
        place = "{}:{}".format(*message.locations[0])
        found = translated.pop(key, None)
        if place.partition(":")[0].endswith(".html") and "%" in _placeholders(key):
            yield f"in a template % is written %%: {key!r} ({place})"
        if found is None:
            yield f"missing {key!r} ({place})"
        elif bool(found.pluralizable) != bool(message.pluralizable) or _plural(found) != _plural(message):
            yield f"other plural {key!r} ({place})"
        else:
            yield from _faults_of(found, forms=wanted.num_plurals)
    for key in translated:
        yield f"unused {key!r}"


def _plural(message: Message) -> str:
    return "" if isinstance(message.id, str) else message.id[1]


def _faults_of(message: Message, *, forms: int) -> Iterator[str]:
    key = _key(message)
    texts = [message.string] if isinstance(message.string, str) else list(message.string or ())
    if message.pluralizable and len(texts) != forms:
        yield f"{len(texts)} plural forms instead of {forms} in {key!r}"
    if not texts or not all(text.strip() for text in texts):
        yield f"untranslated {key!r}"
        return
    if message.fuzzy:
        yield f"fuzzy {key!r}"
    expected = _placeholders(_plural(message) or key)
    if any(_placeholders(text) != expected for text in texts):
        yield f"other placeholders in the translation of {key!r}"


def _placeholders(text: str) -> set[str]:
    return {found.group() for found in PLACEHOLDER.finditer(text)}


def _disagreements(folder: Path, language: str, chosen: set[str]) -> Iterator[str]:
    """All catalogues are merged when read, so one sentence can only have one translation."""
    first: dict[str, tuple[str, object]] = {}
    for path in sorted(folder.glob("*.po")):
        try:
            messages = _messages(_read(path, language))
        except ValueError:
            continue  # already a fault of its own
        for message in messages:
            name, string = first.setdefault(_key(message), (path.stem, message.string))
            if string != message.string and (not chosen or {name, path.stem} & chosen):
                yield f"{path.stem}: {_key(message)!r} is translated otherwise in {name}"


def _updated(wanted: Catalog, present: Catalog) -> list[Message]:
    missing = {_key(message): message for message in _messages(wanted)}
    kept = []
    for message in _messages(present):
        new = missing.get(_key(message))
        if new is not None and _plural(new) == _plural(message):
            del missing[_key(message)]
            kept.append(message)
    return kept + list(missing.values())


def _rendered(messages: list[Message], language: str) -> str:
    """The file's text, without dates and line numbers: it changes only when a message does."""
    if not messages:
        return ""
    catalogue = Catalog(locale=language)
    for message in messages:
        catalogue[message.id] = message
    body = "".join(generate_po(catalogue, no_location=True, omit_header=True, width=110))
    return HEADER.format(language=language, plurals=catalogue.plural_forms) + "\n" + body
