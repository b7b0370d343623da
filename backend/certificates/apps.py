from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificatesConfig(AppConfig):
    name = "backend.certificates"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Certificates")

    def ready(self) -> None:
        """Permissions are known once their module is imported."""
        from backend.certificates import permissions, personal, services  # noqa: F401  to register
        from backend.common.personal import keepers
        from backend.directory.signals import profiles_merged

        profiles_merged.connect(services.follow_merge, dispatch_uid="certificates follow")
        keepers["certificates"] = personal.KEEPER
