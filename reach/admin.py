"""Moving in and out, in the admin."""

from reach.importing import admin

__all__ = ["admin"]
