from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConflictsConfig(AppConfig):
    name = "backend.conflicts"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Conflicts of interest")

    def ready(self) -> None:
        from backend.common.personal import keepers
        from backend.conflicts import personal, services
        from backend.directory.signals import profiles_merged

        profiles_merged.connect(services.follow_merge, dispatch_uid="conflicts follow")
        keepers["conflicts"] = personal.KEEPER
