"""Everybody who writes begins with templates; editors keep them."""

ROLES = {"editor": [f"workbench.{verb}_template" for verb in ("view", "add", "change", "delete")]}
