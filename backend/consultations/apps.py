from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsultationsConfig(AppConfig):
    name = "backend.consultations"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Consultations")

    def ready(self) -> None:
        """Permissions are known once their module is imported; the steps name them only."""
        from backend.common.personal import keepers
        from backend.consultations import permissions, personal  # noqa: F401  importing registers
        from backend.consultations.batches.services import rows
        from backend.consultations.services import nominees, shortlist, storing
        from backend.consultations.services.answers import wanting_invitations
        from backend.directory.services import confirming
        from backend.directory.signals import profiles_merged

        profiles_merged.connect(shortlist.follow_merge, dispatch_uid="shortlists follow")
        profiles_merged.connect(storing.follow_merge, dispatch_uid="past helpers follow")
        profiles_merged.connect(nominees.follow_merge, dispatch_uid="nominees follow")
        profiles_merged.connect(rows.follow_merge, dispatch_uid="rows of batches follow")
        keepers["consultations"] = personal.KEEPER
        confirming.wanting_letters.append(wanting_invitations)
