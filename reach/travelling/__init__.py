"""Content without keys of this database, and back: a snapshot as an Entry, an Entry as a snapshot.

Both ways are the same walk over the values of a thing (`walking`); what differs is who translates. On the way out
`Outward` says what our keys are called elsewhere, loaded for many things at once; on the way in the importer says what
a name, an address or a picture is here (`Resolve`). Texts are touched at their pictures and links and nowhere else, so
what went out comes back as it was.
"""

from reach.travelling import said_once
from reach.travelling.inward import Resolve, row_fields, snapshot_of, values_of
from reach.travelling.outward import Outward, called, entry_of, name_of, ref_of
from reach.travelling.walking import Lost

__all__ = [
    "Lost",
    "Outward",
    "Resolve",
    "called",
    "entry_of",
    "name_of",
    "ref_of",
    "row_fields",
    "said_once",
    "snapshot_of",
    "values_of",
]
