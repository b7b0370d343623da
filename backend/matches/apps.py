from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MatchesConfig(AppConfig):
    name = "backend.matches"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from backend.common import health, languages
        from backend.common.personal import keepers
        from backend.directory.models import Passage
        from backend.matches import engine, personal
        from backend.matches.services.health import encoder_answers

        health.CHECKS["encoder"] = encoder_answers
        languages.detectors.append(lambda text: engine.detect("", text))
        keepers["matches"] = personal.KEEPER
        languages.detected[Passage] = "terms__language"

    verbose_name = _("Matches")
