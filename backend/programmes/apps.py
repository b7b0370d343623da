from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammesConfig(AppConfig):
    name = "backend.programmes"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Programmes")

    def ready(self) -> None:
        """Permissions are known once their module is imported; the steps name them only."""
        from backend.common.personal import keepers
        from backend.directory.signals import profiles_merged
        from backend.matches.texts import register
        from backend.programmes import permissions, personal  # noqa: F401  importing registers
        from backend.programmes.services.merging import follow_merge
        from backend.programmes.texts import PAST_PROJECTS

        profiles_merged.connect(follow_merge, dispatch_uid="ideas follow")
        register(PAST_PROJECTS)
        keepers["programmes"] = personal.KEEPER
