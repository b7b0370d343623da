from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "backend.directory"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Directory")

    def ready(self) -> None:
        """Permissions are known once their module is imported; the views name them only."""
        from backend.common.personal import keepers
        from backend.directory import permissions, personal  # noqa: F401  importing registers them

        keepers["directory"] = personal.KEEPER
