from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """The User, and roles as groups."""

    name = "cms.people"
    label = "people"
    verbose_name = _("People")

    def ready(self):
        from cms.people import telling  # noqa: F401  (registers itself)
        from cms.people.roles import bring_groups_up_to_date

        post_migrate.connect(bring_groups_up_to_date, dispatch_uid="people.roles")
