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
    "intake.photo_empty": m("This file holds nothing. Choose the photo."),
    "intake.photo_too_large": m("A photo is larger than %(limit)s MB. Send it in a smaller size."),
    "intake.photo_too_many": m("At most %(limit)s photos at once. Send the others afterwards."),
    "intake.photo_kind": m("This is no photo that can be read. Choose a JPEG, PNG or WebP picture."),
    "intake.photo_heif": m(
        "This is a photo in HEIC format. Save it as JPEG, or choose “Most compatible” in the camera's settings."
    ),
    "intake.photo_moves": m("This picture moves. Choose a still photo."),
    "intake.photo_bomb": m(
        "This picture has more than 40 million dots, so it was not opened. Make it smaller first."
    ),
    "intake.photo_broken": m("This photo is damaged. Take it from the camera or the album once more."),
    "intake.photo_too_slow": m("Reading this photo took too long. Make it smaller first."),
}
