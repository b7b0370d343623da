"""Counterpart's Django project. Importing it makes the Celery application the current one."""

from backend.celery import app as celery_app

__all__ = ["celery_app"]
