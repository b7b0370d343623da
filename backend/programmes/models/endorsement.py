"""A country's written word that it takes part."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from backend.codelists.models import Country
from backend.common.models import Row, StepRecord
from backend.files.models import StoredFile
from backend.history.tracking import tracked
from backend.programmes.models.proposal import Proposal


class EndorsementStatus(models.TextChoices):
    MISSING = "missing", _("to be asked for")
    REQUESTED = "requested", _("asked for")
    RECEIVED = "received", _("received, to be checked")
    ACCEPTED = "accepted", _("complete")
    REFUSED = "refused", _("refused")


@tracked()
class Endorsement(Row):
    """The letter of one country: who signs it, for which institution, in which position.

    One row for each country that takes part; ``status`` moves by ``endorsing.STEPS``.
    """

    proposal = models.ForeignKey(
        Proposal, models.CASCADE, related_name="endorsements", verbose_name=_("proposal")
    )
    country = models.ForeignKey(Country, models.PROTECT, verbose_name=_("country"))
    status = models.CharField(
        _("status"),
        max_length=9,
        choices=EndorsementStatus,
        default=EndorsementStatus.MISSING,
        editable=False,
    )
    institution = models.CharField(_("institution that signs"), max_length=300, blank=True)
    signer = models.CharField(_("name of who signs"), max_length=200, blank=True)
    position = models.CharField(_("position of who signs"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address for reminders"), blank=True)
    is_signed = models.BooleanField(_("the letter bears a signature"), default=False)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    requested_at = models.DateTimeField(_("asked for"), null=True, blank=True, editable=False)
    reminded_on = models.DateField(_("reminded"), null=True, blank=True, editable=False)
    scan = models.OneToOneField(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("scan")
    )

    class Meta(Row.Meta):
        verbose_name = _("endorsement")
        verbose_name_plural = _("endorsements")
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "country"], name="one_endorsement_per_country"
            )
        ]

    def __str__(self) -> str:
        return f"{self.country_id}: {self.status}"


@tracked()
class EndorsementStep(StepRecord):
    ABOUT = "endorsement"

    endorsement = models.ForeignKey(
        Endorsement, models.CASCADE, related_name="steps", verbose_name=_("endorsement")
    )
    source = models.CharField(_("from"), max_length=15, choices=EndorsementStatus)
    target = models.CharField(_("to"), max_length=15, choices=EndorsementStatus)

    class Meta(StepRecord.Meta):
        verbose_name = _("step of an endorsement")
        verbose_name_plural = _("steps of endorsements")
