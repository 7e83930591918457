"""What is said about rosters: why one is not taken, what is wrong with a cell, what was done."""

from __future__ import annotations

from server.lib.i18n import Message, m

REASONS: dict[str, Message] = {
    "roster.cut": m(
        "The spreadsheet has cut this number. Set the column to text in Excel, or write the last four digits."
    ),
    "roster.phone_length": m(
        "This number has %(digits)s digits; a mobile has 11. Write it again, or only the last four digits."
    ),
    "roster.phone": m("This is no phone number. Write the last four digits, or clear the cell."),
    "roster.age": m("This is no age and no birth date. Write for example 62 or 1964, or clear the cell."),
    "roster.id_cut": m(
        "The spreadsheet has cut this identity number, so it tells no age. Write the age, or clear the cell."
    ),
    "roster.id_wrong": m("This identity number is not right. Write the age instead, or clear the cell."),
    "roster.household_size": m("Write how many live there as a number from 1 to 30, or clear the cell."),
    "roster.yes_or_no": m("Write yes or no here. Only a clear yes counts as one."),
    "roster.word_too_long": m("One of these words is longer than %(limit)s characters. Shorten it."),
    "roster.words": m("These words hold signs that cannot be read, or are too many. Write them again."),
    "roster.guardian": m("Under 14 a guardian agrees: write the guardian's name, or leave the child out."),
    "roster.address": m("No building can be told from this address. Write it like 3栋2单元502."),
    "roster.building_unknown": m(
        "There is no building %(building)s in this community. Correct it, or add the building first."
    ),
    "roster.estate_unknown": m(
        "There is no estate %(estate)s in this community. Correct it, or add the estate first."
    ),
    "roster.which_estate": m("Several estates have a building %(building)s. Write the estate as well."),
    "roster.door_without_building": m("This door has no building. Write the building, or clear the door."),
    "roster.twice": m("The same person stands in row %(row)s."),
    "roster.left_out": m("You chose to leave this row out."),
    "roster.unanswered": m("It was not said whether this is the person of the same name in the register."),
    "roster.crime": m(
        "Column %(letter)s, “%(heading)s”, is about criminal records, and these are never kept of a neighbour."
        " Delete the column and hand the file in again. If visitors should come in twos, mark the door instead."
    ),
    "roster.health": m(
        "Column %(letter)s, “%(heading)s”, is about health, and that is never kept of a neighbour."
        " Delete the column and hand the file in again. What help somebody wants is written down as a need."
    ),
    "roster.papers": m(
        "Column %(letter)s, “%(heading)s”, holds copies or photos of papers, and these are never kept."
        " Delete the column and hand the file in again."
    ),
    "roster.money": m(
        "Column %(letter)s, “%(heading)s”, is about money, and that is never kept of a neighbour."
        " Delete the column and hand the file in again."
    ),
    "roster.faith": m(
        "Column %(letter)s, “%(heading)s”, is about faith or quarrels, and these are never kept of a neighbour."
        " Delete the column and hand the file in again."
    ),
    "roster.nobody": m("No row of a person was found in this list."),
    "roster.no_file": m("Choose the file with your list."),
    "roster.no_name_column": m("Say which column holds the names."),
    "roster.twice_the_field": m("Two columns cannot both be “%(field_name)s”. Leave one of them out."),
    "roster.columns_changed": m("The columns of this list are others. Open the page again."),
    "roster.delete_after": m("The day of deletion lies between tomorrow and ten years from now."),
    "roster.not_now": m("This list has moved on since you opened the page. Open it again."),
    "roster.nothing_to_import": m("No row can be imported yet. Correct the cells that are marked first."),
    "roster.register_changed": m(
        "The register has changed since this list was checked, so it was checked anew. Look at the numbers and import again."
    ),
    "roster.no_place_chosen": m("Choose for at least one building what it is."),
    "roster.broke_off": m("The import broke off and nothing was written. Check the list and try again."),
}

ACTS: dict[str, Message] = {
    "roster.handed_in": m("handed in this list"),
    "roster.imported": m("imported this list"),
    "roster.undone": m("took this import back"),
    "roster.dropped": m("dropped this list"),
    "register.taken_away": m("took the register of neighbours away as a file"),
}
FIELDS: dict[str, dict[str, Message]] = {
    "import_batch": {
        "new": m("New"),
        "matched": m("Known already"),
        "rejected": m("Rejected"),
        "stayed": m("Stayed"),
        "purpose": m("What for"),
        "rows": m("Rows"),
    }
}

HEADINGS: dict[str, Message] = {
    "name": m("Name or nickname"),
    "phone": m("Phone"),
    "age": m("Age"),
    "estate": m("Estate"),
    "building": m("Building"),
    "unit": m("Stairwell"),
    "door": m("Door"),
    "household_size": m("Household size"),
    "hobbies": m("Hobbies"),
    "target_groups": m("Groups to reach"),
    "categories": m("Category"),
    "guardian": m("Guardian"),
    "contact": m("May be called"),
    "address": m("Whole address"),
    "id_number": m("Identity number (only the age is read)"),
    "skip": m("— Do not take over —"),
}
PURPOSES: dict[str, Message] = {
    "register": m("A register of neighbours: name, last four digits, age band, door"),
    "contact": m("To call them: also the whole number of those who agreed"),
    "interests": m("Interests: also hobbies and groups to reach"),
    "care": m("Care: also the category"),
}
PURPOSE_NAMES: dict[str, Message] = {
    "register": m("Register"),
    "contact": m("Calling"),
    "interests": m("Interests"),
    "care": m("Care"),
    "publicity": m("Publicity"),
    "photos": m("Photos"),
}
HOW: dict[str, Message] = {
    "paper": m("On a signed sheet"),
    "face_to_face": m("Face to face"),
    "online": m("Online, in a group chat or form"),
    "phone": m("On the phone"),
}
STATES: dict[str, Message] = {
    "uploaded": m("Being checked"),
    "checked": m("Waiting for you"),
    "running": m("Being imported"),
    "done": m("Imported"),
    "failed": m("Broke off"),
    "undoing": m("Being taken back"),
    "undone": m("Import taken back"),
    "dropped": m("Dropped"),
}

VALUES = {"import_batch": {"purpose": PURPOSE_NAMES}}
