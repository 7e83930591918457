"""Who pays for which program."""
