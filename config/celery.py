"""How does the muscle run: which broker, which limits, which tasks?"""

import os

from celery import Celery

from config.collector import search_seldom

search_seldom()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("CELERY_SKIP_CHECKS", "1")  # they load every page of the site; `manage.py check` runs them
app = Celery("sunsetter")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["consumer"].add("config.busy:Busy")  # by name: it is loaded when there is a database to speak to
