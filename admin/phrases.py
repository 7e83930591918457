"""What the page of Piccolo Admin says in English whatever its language; `linli-admin.js` says it in the reader's.

`#` stands for a number. Its other words come from its own translation, which the page asks for.
"""

from __future__ import annotations

from server.lib.i18n import m

_PHRASES = (
    m("Add sort column"),
    m("All"),
    m("An error happened on the server."),
    m("Previous"),
    m("Close"),
    m("Columns"),
    m("contains"),
    m("ends"),
    m("Equals"),
    m("Error"),
    m("exact"),
    m("False"),
    m("Greater Than"),
    m("Greater Than or Equal To"),
    m("Less Than"),
    m("Less Than or Equal To"),
    m("Menu"),
    m("Next"),
    m("Not Equal"),
    m("Null"),
    m("of #"),
    m("Page"),
    m("# per page"),
    m("Rows per page"),
    m("Sort"),
    m("starts"),
    m("Successfully applied filter"),
    m("Successfully cleared filters"),
    m("The form has errors."),
    m("The request failed."),
    m("Toggle all"),
    m("True"),
)


def phrases() -> dict[str, str]:
    """Each phrase in the present language, but for those that are the same in it."""
    return {phrase.text: str(phrase) for phrase in _PHRASES if str(phrase) != phrase.text}
