"""The chief editor moves content in and out; what is made again and again is the administrator's."""

ROLES = {"chief editor": ["reach.export_content", "reach.import_content"]}
