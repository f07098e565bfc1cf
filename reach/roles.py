"""Who may move content in: whoever may publish everything, since it may come in published."""

ROLES = {"chief editor": ["reach.import_content"]}
