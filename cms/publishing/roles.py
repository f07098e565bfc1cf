"""Editors look after old addresses; what the system notes, nobody writes, and a few read."""

ROLES = {
    "editor": [
        *(f"publishing.{verb}_redirect" for verb in ("view", "add", "change", "delete")),
        "publishing.view_missing",
        "publishing.delete_missing",
    ],
    "chief editor": ["publishing.view_auditentry"],
    "analyst": ["publishing.view_auditentry"],
}
