"""Authors plan for themselves; who may assign sees everybody's plans and gives them to others."""

VERBS = ("view", "add", "change", "delete")

ROLES = {
    "author": [f"calendar.{verb}_plan" for verb in VERBS],
    "editor": [f"calendar.{verb}_plan" for verb in (*VERBS, "assign")],
    "chief editor": [f"calendar.{verb}_plan" for verb in (*VERBS, "assign")],
}
