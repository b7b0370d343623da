from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "backend.reports"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Reports")

    def ready(self) -> None:
        """Permissions are known once their module is imported."""
        from backend.common.personal import keepers
        from backend.reports import permissions, personal  # noqa: F401  importing registers them

        keepers["reports"] = personal.KEEPER
