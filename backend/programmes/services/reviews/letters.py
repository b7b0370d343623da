"""What reviewers and officers are written about reviews. No letter of these goes to applicants."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Model
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.consultations.selectors import officers
from backend.directory.selectors import language_of
from backend.notifications.models import Kind
from backend.notifications.services import write_letter
from backend.programmes.models import Review, ReviewRound


def write_asked(review: Review) -> None:
    """The title, the day, and where to begin: whether something ties them is asked there first."""
    with translation.override(language_for(review.reviewer.user)):
        parts = [
            _("You are asked to review a proposal: %(title)s") % {"title": review.proposal.title},
            _("Before its text is shown, say whether something ties you to it or to who proposes "
              "it. The review is due on %(day)s.") % {"day": day_of(review.round)},
            settings.SITE_URL,
        ]  # fmt: skip
        subject = _("A proposal to review: %(title)s") % {"title": review.proposal.title}
        _to(review.reviewer.user, review, subject, "\n\n".join(parts), Kind.INVITATION)


def write_reminder(review: Review) -> None:
    with translation.override(language_for(review.reviewer.user)):
        title = review.proposal.title
        subject = _("A reminder: %(title)s") % {"title": title}
        text = _("Your review of “%(title)s” is due on %(day)s.") % {
            "title": title,
            "day": day_of(review.round),
        }
        text = f"{text}\n\n{settings.SITE_URL}"
        _to(review.reviewer.user, review, subject, text, Kind.REMINDER)


def write_taken_back(review: Review) -> None:
    with translation.override(language_for(review.reviewer.user)):
        title = review.proposal.title
        subject = _("No longer needed: %(title)s") % {"title": title}
        text = _("The review of “%(title)s” was taken back: you need not write it any more.")
        _to(review.reviewer.user, review, subject, text % {"title": title}, Kind.DECISION)


def write_reopened(review: Review, reason: str) -> None:
    with translation.override(language_for(review.reviewer.user)):
        title = review.proposal.title
        subject = _("Your review is open again: %(title)s") % {"title": title}
        _to(review.reviewer.user, review, subject, reason, Kind.DECISION)


def write_discussion_open(round: ReviewRound) -> None:
    """To each who has handed in, once."""
    rows = round.reviews.handed_in().select_related("reviewer__user__expert").order_by("pk")
    for user in dict.fromkeys(one.reviewer.user for one in rows):
        with translation.override(language_for(user)):
            subject = _("Reviews are being discussed: %(call)s") % {"call": round.call.name}
            text = _("You can read the other reviews now, and talk about them with the reviewers "
                     "of the same proposals.")  # fmt: skip
            _to(user, round, subject, f"{text}\n\n{settings.SITE_URL}", Kind.PROGRESS)


def write_nobody_left(review: Review) -> None:
    """Officers: the proposal has fewer reviewers than are wanted, and nobody is free of ties."""
    for officer in officers():
        with translation.override(settings.LANGUAGE_CODE):
            title = review.proposal.title
            subject = _("A reviewer is missing: %(title)s") % {"title": title}
            text = _("Nobody is left to review “%(title)s” who has a place free and no tie to it.")
            _to(officer, review.round, subject, text % {"title": title}, Kind.DECISION)


def day_of(round: ReviewRound) -> str:
    return date_format(timezone.localtime(round.due_at), "DATETIME_FORMAT") + " UTC"


def language_for(user: User) -> str:
    """The best spoken language of one who has a profile too, else English."""
    expert = getattr(user, "expert", None)
    return language_of(expert) if expert else "en"


def _to(user: User, of: Model, subject: str, text: str, kind: str) -> None:
    write_letter(
        address=user.email,
        language=translation.get_language() or "en",
        subject=subject,
        text=text,
        of=of,
        kind=kind,
    )
