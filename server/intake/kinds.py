"""What a file is, by its bytes: names and labels say what people like."""

from __future__ import annotations

import io
import zipfile
from typing import Literal

from server.intake import limits
from server.intake.refusal import Unreadable

Kind = Literal["xlsx", "xls", "text"]

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROMISED: dict[str, frozenset[str]] = {
    "xlsx": frozenset({"xlsx"}),
    "xls": frozenset({"xls"}),
    "et": frozenset({"xls", "xlsx"}),
    "csv": frozenset({"text"}),
    "tsv": frozenset({"text"}),
    "txt": frozenset({"text"}),
    "": frozenset({"xlsx", "xls", "text"}),
}
_WORKBOOK = "xl/workbook.xml"
_NESTED = (".zip", ".xlsx", ".docx", ".jar")
# OLE keeps the names of its parts in UTF-16.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MACROS = "_VBA_PROJECT".encode("utf-16-le")
_PIECE = 1 << 18


def kind_of(content: bytes, name: str) -> Kind:
    """What to read `content` as; Unreadable for all that is no table, or not what its name promises."""
    if not content.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise Unreadable("empty")
    if len(content) > limits.MOST_BYTES:
        raise Unreadable("too_large", limit=limits.MOST_BYTES // 1_000_000)
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if content.startswith(_ZIP):
        kind: Kind = "xlsx"
        check_workbook(content, ending)
    elif content.startswith(_OLE):
        kind = "xls"
        check_compound(content)
    elif _looks_like_text(content):
        kind = "text"
    else:
        raise Unreadable("unknown_kind")
    if ending in {"xlsm", "xltm", "xlsb"}:
        raise Unreadable("macros" if ending != "xlsb" else "unknown_kind")
    if kind not in _PROMISED.get(ending, ()):
        raise Unreadable("wrong_ending", ending=ending or "?")
    return kind


def check_compound(content: bytes) -> None:
    """Refuse an older workbook, or a sealed newer one, that asks for a password or carries macros."""
    if _ENCRYPTED in content:
        raise Unreadable("password")
    if _MACROS in content:
        raise Unreadable("macros")


def check_workbook(content: bytes, ending: str = "xlsx") -> None:
    """Refuse a zip that is no workbook, a bomb, or one that carries macros; by what its directory says."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError):
        raise Unreadable("broken") from None
    if len(entries) > limits.MOST_ENTRIES or sum(entry.file_size for entry in entries) > limits.MOST_UNPACKED:
        raise Unreadable("bomb")
    names = {entry.filename.lower() for entry in entries}
    for entry in entries:
        if entry.flag_bits & 1:
            raise Unreadable("password")
        too_dense = entry.file_size > limits.MOST_RATIO * max(entry.compress_size, 1)
        if (too_dense and entry.file_size > limits.SMALL_ENTRY) or entry.filename.lower().endswith(_NESTED):
            raise Unreadable("bomb")
    if any(name.endswith("vbaproject.bin") for name in names):
        raise Unreadable("macros")
    if _WORKBOOK not in names:
        raise Unreadable("unknown_kind")


def check_unpacked(content: bytes) -> int:
    """Unpack every part without keeping it: refuse what the directory lied about, and XML that declares things.

    Answers how many rows the largest sheet says it has. For the reader's own process: it takes a while.
    """
    most_rows = 0
    total = 0
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for entry in package.infolist():
            rows = values = 0
            rest = b""
            with package.open(entry) as part:
                while piece := part.read(_PIECE):
                    total += len(piece)
                    if total > limits.MOST_UNPACKED:
                        raise Unreadable("bomb")
                    seen = rest + piece
                    rows += seen.count(b"<row ") + seen.count(b"<row>")
                    values += seen.count(b"<v>") + seen.count(b"<is>")
                    if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen or _declares_in_utf16(seen):
                        raise Unreadable("declares")
                    rest = seen[-4:] if not seen.endswith(b">") else b""
            if entry.filename.lower().startswith("xl/worksheets/"):
                _check_rows(rows, values)
                most_rows = max(most_rows, rows)
    return most_rows


def _declares_in_utf16(seen: bytes) -> bool:
    return any("<!DOCTYPE".encode(code) in seen for code in ("utf-16-le", "utf-16-be"))


def _check_rows(rows: int, values: int) -> None:
    if rows > limits.MOST_ROWS:
        raise Unreadable("blank_rows" if values < rows else "too_many_rows", limit=limits.MOST_ROWS)


def _looks_like_text(content: bytes) -> bool:
    head = content[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if head.lstrip().lower().startswith(_NO_TEXT):
        return False
    if (
        0 in head
    ):  # UTF-16 without its mark, of which one half of the bytes is never zero together with the other
        code = utf16_of(head)
        shown = head[: len(head) // 2 * 2].decode(code, "replace")
        return sum(not (sign.isprintable() or sign in "\t\r\n") for sign in shown) * 20 <= len(shown)
    return sum(byte < 9 or 13 < byte < 32 for byte in head) * 20 <= len(head)


def utf16_of(head: bytes) -> str:
    """The byte order of UTF-16 by where its zero bytes stand."""
    return "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"


_NO_TEXT = (
    *(b"%pdf", b"\x89png", b"\xff\xd8\xff", b"gif8", b"mz", b"\x7felf", b"rar!", b"7z\xbc\xaf", b"\x1f\x8b"),
    *(b"<!doctype", b"<html", b"<?xml", b"{\\rtf"),
)
