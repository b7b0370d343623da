from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "backend.accounts"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from backend.accounts import personal
        from backend.common.personal import keepers

        keepers["accounts"] = personal.KEEPER
        post_migrate.connect(retire_demo_accounts, sender=self)
        _follow_allauth()


def _follow_allauth() -> None:
    """What allauth's pages do to an account has consequences of ours."""
    from allauth.account.signals import password_reset
    from allauth.mfa.signals import authenticator_added

    from backend.accounts import services

    password_reset.connect(services.password_reset_by_link)
    authenticator_added.connect(services.second_factor_added)


def retire_demo_accounts(sender: Any, **kwargs: Any) -> None:
    """A database that was made in development opens to nobody by the demo accounts' password."""
    if not settings.DEBUG:
        sender.get_model("User").objects.filter(demo=True).update(is_active=False)
