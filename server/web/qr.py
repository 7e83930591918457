"""QR codes for paper: an address that a phone reads off a poster."""

from __future__ import annotations


def qr_image(text: str) -> str:
    """A picture of `text` as a data address for `<img src>`; it stays readable with a tenth of it worn off."""
    import segno  # only for posters

    code = segno.make(text, error="m", micro=False)
    return str(code.svg_data_uri(border=2, xmldecl=False, omitsize=True))


def qr_svg(text: str) -> str:
    """The same picture as SVG text, for papers."""
    import segno

    drawn = segno.make(text, error="m", micro=False).svg_inline(border=0, omitsize=True)
    return str(drawn).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
