"""The Celery application. The rows in the database are the truth; a message is only a hint."""

import os
import warnings

from celery import Celery
from celery.platforms import SecurityWarning

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")

# It warns of unpickling messages as root; ours are JSON.
warnings.filterwarnings("ignore", category=SecurityWarning)

app = Celery("counterpart", task_cls="backend.history.context:RecordedTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
