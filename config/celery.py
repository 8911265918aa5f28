"""How does the muscle run: which broker, which limits, which tasks?"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
app = Celery("sunsetter")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
