"""The directory's HTTP interface."""

from backend.directory.api.gists import PassageGistsView
from backend.directory.api.look_alikes import LookAlikeViewSet
from backend.directory.api.views import ExpertViewSet, InstitutionViewSet

__all__ = ["ExpertViewSet", "InstitutionViewSet", "LookAlikeViewSet", "PassageGistsView"]
