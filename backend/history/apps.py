from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HistoryConfig(AppConfig):
    name = "backend.history"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("History")

    def ready(self) -> None:
        from backend.common.personal import keepers
        from backend.history import personal

        keepers["history"] = personal.KEEPER
