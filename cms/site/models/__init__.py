"""What is said once for the whole site: who the agency is, its menu, how to reach it, snippets, promotions."""

from cms.site.models.channels import ContactChannel
from cms.site.models.identity import Identity
from cms.site.models.menu import MenuItem
from cms.site.models.snippets import Promotion, Snippet

__all__ = ["ContactChannel", "Identity", "MenuItem", "Promotion", "Snippet"]
