"""What the menu links to, kept as rows beside the links of texts."""

from cms.linking import keeping
from cms.linking.extracting import found_at
from cms.richtext.links import Written
from cms.site.models import MenuItem


def keep(sender, instance, **kwargs) -> None:
    found = found_at("site.menuitem.address", Written(instance.label, instance.address, instance.target_ref or None))
    keeping.write(instance, {(True, found)} if found else set())


def keep_all() -> None:
    for item in MenuItem.objects.all():
        keep(MenuItem, item)


def forget(sender, instance, **kwargs) -> None:
    keeping.write(instance, set())
