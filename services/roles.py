"""Who may do what with services and cases."""

ROLES = {
    "author": ["services.view_service", "services.view_casestudy"],
    "editor": [
        f"services.{verb}_{model}"
        for model in ("service", "casestudy")
        for verb in ("view", "add", "change", "delete", "publish")
    ]
    + [f"services.{verb}_industry" for verb in ("view", "add", "change", "delete")],
    "analyst": ["services.view_service", "services.view_casestudy", "services.view_industry"],
}
