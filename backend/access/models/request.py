"""An organisation that has no account asks for one."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from backend.codelists.models import Country
from backend.common.models import Row, StepRecord
from backend.common.names import display_name
from backend.directory.models import Institution
from backend.files.models import StoredFile
from backend.history.tracking import tracked

LONGEST_WHY = 5_000  # characters


class AccessStatus(models.TextChoices):
    UNCONFIRMED = "unconfirmed", _("e-mail address not confirmed yet")
    WAITING = "waiting", _("waiting for the secretariat")
    RETURNED = "returned", _("returned for information")
    APPROVED = "approved", _("approved")
    REJECTED = "rejected", _("rejected")


@tracked(personal=True)
class AccessRequest(Row):
    """What an organisation says of itself and of its focal point, before anybody is let in.

    ``status`` moves by ``steps.STEPS`` and nowhere else. ``institution`` and ``account`` are there
    once it is approved; ``approved_at`` is then, for the time in which a password may be chosen.
    """

    names = models.JSONField(_("names"), default=dict)
    type = models.CharField(_("type"), max_length=30, choices=Institution.Type)
    country = models.ForeignKey(Country, models.PROTECT, verbose_name=_("country"))
    city = models.CharField(_("city"), max_length=120, blank=True)
    website = models.URLField(_("website"), blank=True)
    focal_point = models.CharField(_("focal point"), max_length=150)
    function = models.CharField(_("function"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    why = models.TextField(_("why"), validators=[MaxLengthValidator(LONGEST_WHY)])
    letter = models.OneToOneField(
        StoredFile,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("official letter"),
    )
    status = models.CharField(
        _("status"),
        max_length=11,
        choices=AccessStatus,
        default=AccessStatus.UNCONFIRMED,
        editable=False,
    )
    institution = models.ForeignKey(
        Institution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("institution"),
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("account"),
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("request for access")
        verbose_name_plural = _("requests for access")
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="approved")
                | Q(institution__isnull=False, approved_at__isnull=False),
                name="approved_for_an_institution",
            )
        ]
        indexes = [
            models.Index(fields=["status", "created_at"], name="access_requests_by_status"),
            models.Index(Lower("email"), name="access_requests_by_email"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return display_name(self.names)


@tracked()
class AccessStep(StepRecord):
    """Who moved a request for access from where to where; nobody where its asker did."""

    ABOUT = "request"

    request = models.ForeignKey(
        AccessRequest, models.CASCADE, related_name="steps", verbose_name=_("request for access")
    )
    source = models.CharField(_("from"), max_length=11, choices=AccessStatus)
    target = models.CharField(_("to"), max_length=11, choices=AccessStatus)

    class Meta(StepRecord.Meta):
        verbose_name = _("step of a request for access")
        verbose_name_plural = _("steps of requests for access")
