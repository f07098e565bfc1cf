"""Editors see the report of links; what writers need stands on their forms."""

ROLES = {"editor": ["linking.view_link"]}
