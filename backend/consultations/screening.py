"""What a request is screened against before experts are looked for."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Criterion(models.TextChoices):
    """Declared beforehand, and recorded one by one with each decision."""

    PARTNER = "partner", _("The institution may ask: it is of a member country, and is known.")
    NEED = "need", _("The need is clear enough for an expert to answer.")
    BENEFIT = "benefit", _("The country benefits, and what is learnt stays there.")
    FIT = "fit", _("It is a matter of expertise, not of buying goods or filling a post.")
    MEANS = "means", _("Time, place and the partner’s own contribution are realistic.")
