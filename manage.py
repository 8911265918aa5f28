#!/usr/bin/env python3
"""How does an operator or a script speak to Sunsetter?"""

import os
import sys
import warnings

from django.core.exceptions import ImproperlyConfigured

from config.collector import search_seldom
from config.runner import up
from config.services.for_command import services_for
from config.services.problems import ServiceProblem


def main(argv: list[str]) -> int:
    search_seldom()
    command = argv[1] if len(argv) > 1 else "help"
    wants_help = "--help" in argv or "-h" in argv
    if command == "doctor" and "--settings" in argv:  # Django has its own option of this name
        argv = ["--settings-read" if word == "--settings" else word for word in argv]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if command == "makemigrations":  # it may compare files without a database
        warnings.filterwarnings("ignore", "Got an error checking a consistent migration history", RuntimeWarning)
    if command == "up" and not wants_help:  # it starts programs and loads no Django itself
        return up.main(argv[2:])
    try:
        with services_for("help" if wants_help else command):
            # Not earlier: settings read the addresses that services_for has just set.
            from django.conf import settings  # noqa: PLC0415  (see above)
            from django.core.management import execute_from_command_line  # noqa: PLC0415  (see above)

            settings.INSTALLED_APPS  # noqa: B018 - a bad setting is told here, in one sentence
            execute_from_command_line(argv)
    except (ServiceProblem, ImproperlyConfigured) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
