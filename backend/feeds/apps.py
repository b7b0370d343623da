from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedsConfig(AppConfig):
    name = "backend.feeds"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Feeds")

    def ready(self) -> None:
        """Sources are known once their module is imported."""
        from backend.feeds import published  # noqa: F401  importing registers them
