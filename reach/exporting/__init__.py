"""Moving out: everything of the site as files that mean the same elsewhere.

`everything` reads the database in batches of entries, `site` the public pages; a format (`wxr`, `folders`, `tables`,
`site`) makes pieces of them and puts these together; `making` keeps the pieces on the way, so that whoever is killed
goes on where it was.
"""
