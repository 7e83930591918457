"""Why a handed-in file is not taken, in sentences that say what to do."""

from server.lib.i18n import m

REASONS = {
    "intake.empty": m("This file holds nothing. Choose the file with your list."),
    "intake.too_large": m("This file is larger than %(limit)s MB. Split the list into several files."),
    "intake.too_many_rows": m("This sheet has more than %(limit)s rows. Split the list into several files."),
    "intake.too_many_columns": m(
        "This sheet has more than %(limit)s columns. Keep only the columns of the list."
    ),
    "intake.blank_rows": m(
        "This sheet has more than %(limit)s rows and nearly all are blank. Copy your list into a new sheet and hand that in."
    ),
    "intake.bomb": m(
        "Unpacked, this file would be far too large, so it was not opened. Save your list anew as an Excel workbook."
    ),
    "intake.macros": m(
        "This workbook carries macros, so it was not opened. Save it as an Excel workbook without macros (.xlsx)."
    ),
    "intake.declares": m(
        "This file holds declarations that no list needs, so it was not opened. Save your list anew as an Excel workbook."
    ),
    "intake.password": m(
        "This file is locked with a password. Take the password off in Excel or WPS and hand it in again."
    ),
    "intake.unknown_kind": m(
        "This is no table that can be read. Hand in an Excel workbook (.xlsx, .xls) or a .csv."
    ),
    "intake.wrong_ending": m(
        "The name of this file ends in .%(ending)s, but it holds something else."
        " Open it and save it as an Excel workbook (.xlsx)."
    ),
    "intake.unknown_signs": m(
        "The characters of this file cannot be read. Open it in Excel or WPS and save it as an Excel workbook (.xlsx)."
    ),
    "intake.broken": m("This file is damaged. Open it in Excel or WPS, save it anew and hand that in."),
    "intake.too_slow": m("Reading this file took too long. Split the list into several files."),
}
