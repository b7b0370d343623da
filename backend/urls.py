"""Every address, and which app answers it."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from backend.common.admin_site import site
from backend.common.health import healthz, readyz

urlpatterns = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("", include("backend.matches.urls")),
    path("", include("backend.directory.urls")),
    path("", include("backend.access.urls")),
    path("", include("backend.consultations.urls")),
    path("", include("backend.programmes.urls")),
    path("", include("backend.alerts.urls")),
    path("", include("backend.feeds.urls")),
    path("", include("backend.certificates.urls")),
    path("", include("backend.notifications.urls")),
    path("", include("django_prometheus.urls")),
    path("api/v1/", include("backend.api_urls")),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="docs"),
    path("accounts/", include("allauth.urls")),
    path("", include("backend.accounts.urls")),
    path("admin/", site.urls),
]
