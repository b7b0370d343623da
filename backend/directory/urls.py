"""The pages of the directory."""

from django.urls import path

from backend.directory import views

urlpatterns = [path("claim/<str:token>/", views.claim, name="claim")]
