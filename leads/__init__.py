"""Leads: people who asked to be contacted, and how the agency hears of them.

A lead remembers the page it came from as a plain path and an object reference, so articles and cases can be renamed
or deleted without touching history.
"""
