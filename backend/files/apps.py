from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    name = "backend.files"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Files")

    def ready(self) -> None:
        from backend.common.personal import keepers
        from backend.files import personal

        keepers["files"] = personal.KEEPER
