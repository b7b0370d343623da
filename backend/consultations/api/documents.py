"""Documents of requests and engagements, as PDF and DOCX."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import translation
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

from backend.certificates.printing import to_paper
from backend.certificates.selectors import of_row
from backend.common.documents import Document
from backend.common.documents.http import (
    LANGUAGE,
    PDF,
    DocumentView,
    LanguageSerializer,
    PrintedView,
    attachment,
)
from backend.common.errors import Conflict, ErrorAnswerSerializer
from backend.consultations import documents
from backend.consultations.models import ConsultationRequest
from backend.consultations.selectors import engagements_for, released, requests_for, with_all


class _OfRequest(DocumentView):
    def get_request(self) -> ConsultationRequest:
        """A stranger gets 404."""
        rows = requests_for(self.request.user).select_related("need__country")
        return get_object_or_404(rows, pk=self.kwargs["pk"])


class TermsDocumentView(_OfRequest):
    """The terms of reference, as far as they are written."""

    name = "terms"

    def get_document(self) -> Document:
        return documents.terms(self.get_request())


class LetterDocumentView(_OfRequest):
    """The official letter of the institution that asks, for signature."""

    name = "letter"

    def get_document(self) -> Document:
        return documents.letter(self.get_request())


class ShortlistDocumentView(_OfRequest):
    """The shortlist as it was released. 409 before that."""

    name = "shortlist"

    def get_document(self) -> Document:
        found = self.get_request()
        entries = list(released(found).select_related("match__profile"))
        if not entries:
            raise Conflict(_("The shortlist is not released yet."), code="not_released")
        return documents.shortlist(found, entries)


class ReportDocumentView(_OfRequest):
    """The final report of a request, of all its engagements. 409 before anything is handed in."""

    name = "report"

    def get_document(self) -> Document:
        found = self.get_request()
        rows = with_all(engagements_for(self.request.user).filter(request=found))
        delivered = [one for one in rows.order_by("pk") if one.deliverables.all()]
        if not delivered:
            raise _nothing_yet()
        return documents.request_report(found, delivered)


class EngagementReportView(DocumentView):
    """The final report of one expert's work. 409 before anything is handed in."""

    name = "report"

    def get_document(self) -> Document:
        rows = engagements_for(self.request.user).select_related("request__need__country")
        found = get_object_or_404(with_all(rows), pk=self.kwargs["pk"])
        if not found.deliverables.all():
            raise _nothing_yet()
        return documents.engagement_report(found)


class EngagementCertificateView(PrintedView):
    """The certificate of an accepted result, as PDF: for the expert, and for officers."""

    @extend_schema(
        parameters=[LANGUAGE],
        responses={(200, PDF): OpenApiTypes.BINARY, 403: None, 409: ErrorAnswerSerializer},
    )
    def get(self, request: Request, pk: UUID) -> HttpResponse:
        found = get_object_or_404(engagements_for(request.user), pk=pk)
        certificate = of_row(found)
        if certificate is None:
            raise Conflict(_("The result is not accepted yet."), code="not_accepted")
        if not request.user.has_perm("certificates.print_certificate", certificate):
            raise PermissionDenied()
        if certificate.revoked_at is not None:
            raise Conflict(_("This certificate is revoked."), code="revoked")
        wanted = self.wanted(LanguageSerializer)
        with translation.override(wanted["language"]):
            body = to_paper(certificate)
        return attachment(body, PDF, "certificate.pdf", wanted["language"])


def _nothing_yet() -> Conflict:
    return Conflict(_("Nothing is handed in yet."), code="nothing_handed_in")


DOCUMENT_PATHS = [
    *(
        path(
            f"consultation-requests/<uuid:pk>/documents/{view.name}/",
            view.as_view(),
            name=f"consultation-request-document-{view.name}",
        )
        for view in (
            TermsDocumentView,
            LetterDocumentView,
            ShortlistDocumentView,
            ReportDocumentView,
        )
    ),
    path(
        "engagements/<uuid:pk>/report/",
        EngagementReportView.as_view(),
        name="engagement-report",
    ),
    path(
        "engagements/<uuid:pk>/certificate/",
        EngagementCertificateView.as_view(),
        name="engagement-certificate",
    ),
]
