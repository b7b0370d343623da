"""What programmes hold on people, and how it goes."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from backend.common.personal import GONE, Fate, Keeper, Person, listed
from backend.programmes.models import (
    Activity,
    BudgetLine,
    Contribution,
    Endorsement,
    EndorsementStep,
    Extension,
    IdeaPartner,
    IdeaPartnerStep,
    Indicator,
    IndicatorValue,
    Judgement,
    Milestone,
    Output,
    PastProject,
    ProjectIdea,
    ProjectParty,
    ProjectReport,
    ProjectReportStep,
    ProjectReportVersion,
    ProjectStep,
    Proposal,
    ProposalPartner,
    ProposalStep,
    Review,
    ReviewRoundStep,
    ReviewScore,
    ReviewStep,
    Section,
    SectionComment,
    SectionVersion,
    SharedDossier,
    Spending,
)

# Free texts, in which a person may be named.
TEXTS: dict[type[Any], tuple[str, ...]] = {
    Activity: ("text", "inputs"),
    BudgetLine: ("text",),
    Contribution: ("name", "evidence"),
    Endorsement: ("institution", "signer", "position", "email"),
    EndorsementStep: ("reason", "evidence"),
    Extension: ("reason",),
    IdeaPartner: ("why", "message", "contribution"),
    IdeaPartnerStep: ("reason", "evidence"),
    Indicator: ("text", "verification"),
    Judgement: ("reason",),
    Output: ("text",),
    PastProject: ("text", "outcome"),
    ProjectIdea: ("text", "offers", "seeks"),
    Proposal: ("title", "beneficiaries", "outcome"),
    IndicatorValue: ("evidence",),
    Milestone: ("note",),
    ProjectParty: ("name", "signer", "position"),
    ProjectReport: ("texts",),
    ProjectReportStep: ("reason", "evidence"),
    ProjectReportVersion: ("texts", "spent"),
    ProjectStep: ("reason", "evidence"),
    ProposalPartner: ("role",),
    ProposalStep: ("reason", "evidence"),
    Review: ("comment", "for_applicants"),
    ReviewRoundStep: ("reason", "evidence"),
    ReviewScore: ("comment",),
    ReviewStep: ("reason", "evidence"),
    Section: ("text",),
    SectionComment: ("quote", "text"),
    SectionVersion: ("text",),
    Spending: ("note",),
    SharedDossier: ("whom",),
}


def export(person: Person) -> dict[str, Any]:
    """What the person wrote and decided."""
    if person.account is None:
        return {}
    columns = ("step", "source", "target", "reason", "created_at")
    return {
        "ideas": listed(
            ProjectIdea.objects.filter(created_by=person.account), "id", "title", "created_at"
        ),
        "answers_to_ideas": listed(
            IdeaPartnerStep.objects.filter(by=person.account), "partner", *columns
        ),
        "comments": listed(
            SectionComment.objects.filter(by=person.account), "section", "text", "created_at"
        ),
        "sections_of_proposals": listed(
            SectionVersion.objects.filter(by=person.account),
            *("section", "number", "text", "created_at"),
        ),
        "steps_of_proposals": listed(
            ProposalStep.objects.filter(by=person.account), "proposal", *columns
        ),
        "reviews": listed(
            Review.objects.filter(reviewer__user=person.account).exclude(status="proposed"),
            *("proposal", "status", "comment", "for_applicants", "handed_in_at", "created_at"),
        ),
        "marks": listed(
            ReviewScore.objects.filter(review__reviewer__user=person.account),
            *("review", "criterion__key", "value", "comment"),
        ),
        "judgements": listed(
            Judgement.objects.filter(by=person.account), "proposal", "rule", "reason", "created_at"
        ),
    }


def erase(person: Person) -> None:
    """What was written together stays, without the names of who is gone.

    What somebody told of their own ties, when they declared a conflict, tells of them alone.
    """
    if person.account is not None:
        own = ReviewStep.objects.filter(by=person.account, step="declare-conflict")
        own.exclude(reason="").update(reason=GONE)
    for model, columns in TEXTS.items():
        person.scrub_wherever(model.objects.all(), *columns)


def obstacles(person: Person) -> list[str]:
    """Somebody waits for a review that nobody else would write."""
    if person.account is None:
        return []
    waiting = Review.objects.under_way().filter(reviewer__user=person.account)
    told = _("Reviews are waited for: hand them in or decline them first.")
    return [told] if waiting.exists() else []


KEEPER = Keeper(
    columns={
        **dict.fromkeys(
            (
                "programmes.EndorsementStep.by",
                "programmes.Extension.by",
                "programmes.IdeaPartner.invited_by",
                "programmes.IdeaPartnerStep.by",
                "programmes.Judgement.by",
                "programmes.ProjectIdea.created_by",
                "programmes.Proposal.created_by",
                "programmes.ProposalFile.by",
                "programmes.ProposalStep.by",
                "programmes.IndicatorValue.by",
                "programmes.ProjectReportFile.by",
                "programmes.ProjectReportStep.by",
                "programmes.ProjectReportVersion.by",
                "programmes.ProjectStep.by",
                "programmes.Reviewer.user",
                "programmes.ReviewRoundStep.by",
                "programmes.ReviewStep.by",
                "programmes.SectionComment.by",
                "programmes.SectionComment.settled_by",
                "programmes.SectionVersion.by",
                "programmes.SharedDossier.by",
            ),
            Fate.KEPT,
        ),
    },
    export=export,
    erase=erase,
    obstacles=obstacles,
)
