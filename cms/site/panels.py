"""What the editors' first page says of the site: nothing, unless an entry of the menu leads nowhere."""

from cms.desk.panels import panel
from cms.site.models import MenuItem


@panel("admin/site/menu_panel.html", permission="site.change_menuitem", order=6)
def broken_menu(request):
    """The entries that visitors cannot use."""
    broken = MenuItem.objects.broken()
    return {"items": broken} if broken else None
