"""Sending files over HTTP, and what apps above need to take and give them."""

from backend.files.api.giving import GivesFile
from backend.files.api.serializers import FileSerializer, FilesField
from backend.files.api.uploads import UploadsViewSet, UploadView

__all__ = ["FileSerializer", "FilesField", "GivesFile", "UploadView", "UploadsViewSet"]
