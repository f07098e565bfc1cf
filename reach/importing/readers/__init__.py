"""The kinds of sources that are read; a new one is one small class, imported here."""

from reach.importing.readers import markdown, saved_page, tables, word, wxr  # noqa: F401  (they register themselves)
