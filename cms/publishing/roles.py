"""Editors look after old addresses; whoever writes may look into the trash; what the system notes, a few read."""

ROLES = {
    "editor": [
        *(f"publishing.{verb}_redirect" for verb in ("view", "add", "change", "delete")),
        "publishing.view_missing",
        "publishing.delete_missing",
        "publishing.view_trashed",
    ],
    "author": ["publishing.view_trashed"],
    "chief editor": ["publishing.view_auditentry"],
    "analyst": ["publishing.view_auditentry"],
}
