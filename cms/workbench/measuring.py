"""Which fields of a form hold words for readers, told to the script that counts them as the server does."""

import json

from cms.publishing import contents, snapshots


def told(model) -> str:
    """`{"fields": [name], "parts": {accessor: [name]}}` as JSON; content with a shape marks its own fields."""
    parts = {
        relation.get_accessor_name(): names(relation.related_model, snapshots.part_fields(relation))
        for relation in model.part_relations()
    }
    return json.dumps({"fields": names(model, snapshots.content_fields(model)), "parts": parts})


def names(model, fields) -> list[str]:
    return [field.name for field in contents.worded(model, fields)]
