from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommonConfig(AppConfig):
    name = "backend.common"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Common")

    def ready(self) -> None:
        from backend.common import checks  # noqa: F401  importing registers them
