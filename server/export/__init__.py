"""Tables for taking away: columns are declared once, as a `Sheet`, and written as csv or xlsx."""

from server.export.download import FORMATS, download, download_book
from server.export.sheet import Column, Sheet

__all__ = ["FORMATS", "Column", "Sheet", "download", "download_book"]
