"""The API of alerts: ``ROUTES`` for the router, ``PATHS`` beside them."""

from typing import Any

from django.urls import URLPattern, path

from backend.alerts.api.alerts import AlertViewSet
from backend.alerts.api.trying import TryAlertView

ROUTES: dict[str, Any] = {"alerts": AlertViewSet}
PATHS: list[URLPattern] = [path("alerts/try/", TryAlertView.as_view(), name="alerts-try")]
