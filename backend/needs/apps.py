from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NeedsConfig(AppConfig):
    name = "backend.needs"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Needs")

    def ready(self) -> None:
        """Permissions are known once their module is imported; the views name them only."""
        from backend.common import languages
        from backend.common.personal import keepers
        from backend.directory.signals import profiles_merged
        from backend.needs import models, permissions, personal, services  # noqa: F401  importing registers them

        languages.detected[models.Need] = "detected_language"
        profiles_merged.connect(services.follow_merge, dispatch_uid="needs follow")
        keepers["needs"] = personal.KEEPER
