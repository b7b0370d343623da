"""The pages of the matches app."""

from django.urls import path

from backend.matches import views

urlpatterns = [
    path("", views.home, name="home"),
    path("left-out/", views.left_out, name="left-out"),
]
