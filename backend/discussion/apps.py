from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiscussionConfig(AppConfig):
    name = "backend.discussion"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Messages")

    def ready(self) -> None:
        from backend.common.personal import keepers
        from backend.discussion import personal

        keepers["discussion"] = personal.KEEPER
