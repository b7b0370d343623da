"""The pages of alerts."""

from django.urls import URLPattern, path

from backend.alerts import views

urlpatterns: list[URLPattern] = [
    path("alerts/renewal/<str:token>/", views.renewal, name="alert-renewal"),
]
