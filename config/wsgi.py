"""Which callable does the web server run?"""

import os

from django.core.wsgi import get_wsgi_application

from config.collector import search_seldom

search_seldom()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
