"""Search: any piece of any text, in either script, found through an index of runs of up to three characters.

`models` has the documents, which `publish()` writes; `engines` the index in SQLite and in PostgreSQL; `finding` the
question. The folding of texts is `cms.chinese.folding`.
"""
