from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AlertsConfig(AppConfig):
    name = "backend.alerts"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Alerts")

    def ready(self) -> None:
        """Kinds, texts and permissions are known once their modules are imported."""
        from backend.alerts import known, permissions, personal  # noqa: F401  importing registers
        from backend.alerts.texts import ALERTS, CALLS
        from backend.common.personal import keepers
        from backend.matches.texts import register

        register(ALERTS)
        register(CALLS)
        keepers["alerts"] = personal.KEEPER
