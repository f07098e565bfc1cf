"""The chief editor takes content out; what is made again and again is the administrator's."""

ROLES = {"chief editor": ["reach.export_content"]}
