"""Editors send texts to clients; chief editors say who must approve what, and publish over a rule."""

ROLES = {
    "editor": [f"review.{verb}_reviewlink" for verb in ("view", "add", "change")],
    "chief editor": [
        *(f"review.{verb}_approvalrule" for verb in ("view", "add", "change", "delete")),
        "review.override_approvalrule",
    ],
}
