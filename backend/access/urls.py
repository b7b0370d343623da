"""The pages of the access app."""

from django.urls import path

from backend.access import views

urlpatterns = [
    path("access/", views.ask, name="ask-access"),
    path("access/thanks/", views.thanks, name="access-asked"),
    path("access/of/<str:token>/", views.follow, name="access-request"),
    path("join/<str:token>/", views.join, name="join"),
]
