"""Editors look after old addresses; what the system notes, nobody writes."""

ROLES = {
    "editor": [
        *(f"publishing.{verb}_redirect" for verb in ("view", "add", "change", "delete")),
        "publishing.view_missing",
        "publishing.delete_missing",
    ],
}
