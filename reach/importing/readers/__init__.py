"""The kinds of sources that are read; a new one is one small class, imported here."""
