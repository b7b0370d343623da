"""People who log in. What they may do follows from their memberships (directory)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from knox.models import AuthToken

from backend.common.ids import new_id
from backend.history.tracking import tracked

RIGHTS = ("is_active", "is_staff", "is_superuser")


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **values: Any) -> User:
        user = self.model(email=self.normalize_email(email), **values)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **values: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **values)


@tracked(only=("id", "email", "first_name", "last_name", *RIGHTS), personal=True)
class User(AbstractUser):
    """A person who logs in with an e-mail address."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = None  # type: ignore[assignment]  # Django's way to drop an inherited field
    email = models.EmailField(_("e-mail address"), unique=True)
    language = models.CharField(
        _("language of letters"), max_length=8, choices=settings.LANGUAGES, blank=True
    )  # empty: nobody has said
    demo = models.BooleanField(default=False, editable=False)  # everybody knows its password

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]  # no user name

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [models.UniqueConstraint(Lower("email"), name="one_user_per_email")]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new password, or being made inactive, ends every token, whoever does it and where."""
        changed = self._password is not None and not self._state.adding  # type: ignore[attr-defined]  # Django’s own
        super().save(*args, **kwargs)
        if changed or not self.is_active:
            AuthToken.objects.filter(user=self).delete()


class IssuedToken(models.Model):
    """What its owner may know of a token: never the token itself, nor its digest.

    A row beside knox's, whose primary key is the digest.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    token = models.OneToOneField(
        settings.KNOX_TOKEN_MODEL, models.CASCADE, related_name="issued", verbose_name=_("token")
    )
    name = models.CharField(_("name"), max_length=100, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)

    class Meta:
        verbose_name = _("token")
        verbose_name_plural = _("tokens")

    def __str__(self) -> str:
        return self.name or str(self.pk)
