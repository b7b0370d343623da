from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MatchesConfig(AppConfig):
    name = "backend.matches"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from backend.common import health
        from backend.matches.services.health import encoder_answers

        health.CHECKS["encoder"] = encoder_answers

    verbose_name = _("Matches")
