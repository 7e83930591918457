"""Papers: certificates, compacts, letters and lists, set by typst from templates of ours and from nothing else.

A template is `<room>/templates/<room>/<name>.typ` and defines `#let sheet(facts) = …`; it begins with
`#import "/paper/paper.typ": *`. Facts reach it as JSON in `sys.inputs`: what people typed is text, never markup.
typst sees one folder that holds copies of our templates only, and no network.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import structlog
from litestar.response import Response

from server.export.download import content_disposition
from server.lib.i18n import current_language

if TYPE_CHECKING:
    import typst

AT_ONCE = 2
MOST_SHEETS = 300
_STANDARD = "ua-1"  # ISO 14289-1: tagged, read aloud in order, every sign has its glyph
_DRIVER = b"""#import "/paper/paper.typ": dress
#import sys.inputs.template: sheet
#let sheets = json(bytes(sys.inputs.facts))
#set document(title: sheets.first().title, date: none)
#set text(lang: sys.inputs.lang, region: sys.inputs.region)
#show: dress
#for facts in sheets { sheet(facts) }
"""
# Song letters where the system has them; they come in no package of a size that fits.
_SYSTEM_FONTS = Path("/usr/share/fonts")
_SERIF = ("NotoSerifCJK-Regular.ttc", "NotoSerifCJK-Bold.ttc", "NotoSerifCJK-VF.otf.ttc")

_folders: list[Path] = []
_press = ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="paper")
_log = structlog.get_logger("linli.paper")


def set_up_papers(directories: Sequence[Path]) -> None:
    """Name the folders that hold templates; the ceiling knows the rooms, this file does not."""
    _folders[:] = directories
    _root.cache_clear()


async def paper(name: str, facts: Mapping[str, Any]) -> bytes:
    """The PDF of the template `name` (`recognition/certificate`) filled with `facts`, in the reader's language.

    `facts["title"]` names the document. The same facts give the same bytes. Takes some 25 ms, off the event loop.
    """
    return await papers(name, [facts])


async def preview(name: str, facts: Mapping[str, Any], *, dots_per_inch: int = 80) -> bytes:
    """The first page of that paper as a PNG, to look at."""
    return await asyncio.get_running_loop().run_in_executor(
        _press, _drawn, _inputs(name, [facts]), dots_per_inch
    )


async def papers(name: str, sheets: Sequence[Mapping[str, Any]]) -> bytes:
    """One PDF in which the template is filled once for each of `sheets`: at least one, at most MOST_SHEETS."""
    if not 1 <= len(sheets) <= MOST_SHEETS:
        raise ValueError(f"{len(sheets)} sheets")
    return await asyncio.get_running_loop().run_in_executor(_press, _set, _inputs(name, sheets))


def paper_response(pdf: bytes, file_name: str) -> Response[bytes]:
    """The PDF as a file called `file_name` (without its ending)."""
    return Response(
        pdf,
        media_type="application/pdf",
        headers={
            "content-disposition": content_disposition(f"{file_name}.pdf"),
            "x-content-type-options": "nosniff",
            "cache-control": "no-store",
        },
    )


def _inputs(name: str, sheets: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    lang, _, region = current_language().partition("_")
    return {
        "template": f"/{name}.typ",
        "facts": msgspec.json.encode(sheets).decode(),
        "lang": lang,
        "region": region.lower() or "gb",
    }


def _set(inputs: dict[str, str]) -> bytes:
    """Accessible if it can be; a sign that no font has (an emoji in a name) costs the mark, not the paper."""
    import typst

    try:
        return set_strictly(inputs)
    except typst.TypstError as error:
        _log.warning("paper.not_accessible", template=inputs["template"], standard=_STANDARD)
        if _STANDARD.upper() not in error.message.upper():
            raise
        return _compiled(inputs, [])


def set_strictly(inputs: dict[str, str]) -> bytes:
    """The PDF, or TypstError for whatever keeps it from being read by everybody, a missing glyph above all."""
    return _compiled(inputs, [_STANDARD])


def _compiled(inputs: dict[str, str], standards: list[Any]) -> bytes:
    pdf = _compiler(inputs).compile(format="pdf", pdf_standards=standards, timestamp=0)
    if not isinstance(pdf, bytes):
        raise TypeError("typst gave no PDF")
    return pdf


def _drawn(inputs: dict[str, str], dots_per_inch: int) -> bytes:
    pages = _compiler(inputs).compile(format="png", ppi=dots_per_inch)
    if pages is None:
        raise TypeError("typst gave no picture")
    return pages if isinstance(pages, bytes) else pages[0]


def _compiler(inputs: dict[str, str]) -> typst.Compiler:
    import typst

    nowhere = str(_root() / "packages")
    return typst.Compiler(
        _DRIVER,
        root=str(_root()),
        font_paths=_fonts(),
        sys_inputs=inputs,
        package_path=nowhere,
        package_cache_path=nowhere,
    )


@cache
def _root() -> Path:
    """A folder of this process that holds every `.typ` of ours under its name, and goes when the process does."""
    root = Path(_kept_folder("linli-papers-"))
    for folder in _folders:
        for template in folder.rglob("*.typ"):
            place = root / template.relative_to(folder)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(template, place)
    return root


@cache
def _fonts() -> typst.Fonts:
    """Noto Sans CJK from its package: a variable font, of which typst takes every weight; Noto Serif where it is."""
    import typst

    package = find_spec("manimgx_fonts_cjk")
    if package is None or package.submodule_search_locations is None:
        raise RuntimeError("the package manimgx-fonts-cjk is missing")
    folder = Path(_kept_folder("linli-fonts-"))
    found = [Path(place) / "NotoSansCJK-VF.otf.ttc" for place in package.submodule_search_locations]
    found += [path for name in _SERIF for path in sorted(_SYSTEM_FONTS.rglob(name))[:1]]
    for font in found:
        (folder / font.name).symlink_to(font)
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])


_kept: list[tempfile.TemporaryDirectory[str]] = []


def _kept_folder(prefix: str) -> str:
    _kept.append(tempfile.TemporaryDirectory(prefix=prefix))
    return _kept[-1].name
