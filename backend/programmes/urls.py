"""The pages of the programmes app."""

from django.urls import path

from backend.programmes import views

urlpatterns = [
    path("joining/<str:token>/", views.joining, name="joining"),
    path("dossiers/<str:token>/", views.shared_dossier, name="shared-dossier"),
    path("dossiers/<str:token>/file/", views.shared_dossier_file, name="shared-dossier-file"),
]
