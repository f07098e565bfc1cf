"""Who may change what is said once for the whole site."""

ROLES = {
    "editor": [
        f"site.{verb}_{model}"
        for model, verbs in {
            "identity": ["view", "change"],
            "menuitem": ["view", "add", "change", "delete"],
            "contactchannel": ["view", "add", "change", "delete"],
            "snippet": ["view", "add", "change", "delete", "publish"],
            "promotion": ["view", "add", "change", "delete", "publish"],
        }.items()
        for verb in verbs
    ],
}
