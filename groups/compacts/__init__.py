"""The residents' compact: consulted, ratified, signed, remembered and kept."""
