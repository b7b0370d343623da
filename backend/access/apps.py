from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccessConfig(AppConfig):
    name = "backend.access"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Access")

    def ready(self) -> None:
        """Permissions are known once their module is imported; the steps name them only."""
        from backend.access import permissions, personal  # noqa: F401  importing registers them
        from backend.access.services.invitations import follow_merge
        from backend.common.personal import keepers
        from backend.directory.signals import profiles_merged

        profiles_merged.connect(follow_merge, dispatch_uid="invitations of colleagues follow")
        keepers["access"] = personal.KEEPER
