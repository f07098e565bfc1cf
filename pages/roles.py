"""Who may do what with standing pages."""

ROLES = {
    "editor": [f"pages.{verb}_page" for verb in ("view", "add", "change", "delete", "publish")],
    "analyst": ["pages.view_page"],
}
