"""Is every sentence of the site there in every language, and is what runs what is written?"""

import gettext
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

LANGUAGES = ("zh_Hans", "ru")
READ = ("config", "console", "portal", "portability", "notifications", "analytics", "lifecycle", "templates")


def faults(root: Path) -> list[str]:
    return incomplete(root) or _left_out(root)


def incomplete(root: Path) -> list[str]:
    """What the catalogues themselves lack, without looking at the source."""
    return [fault for language in LANGUAGES for fault in _of_language(root, language)]


def _of_language(root: Path, language: str) -> list[str]:
    files = _catalogues(root, language)
    if not files:
        return [f"locale/{language}: no catalogue"]
    return [fault for file in files for fault in _of_catalogue(file, language)]


def _catalogues(root: Path, language: str) -> list[Path]:
    """The project's own and those of its apps."""
    within = f"locale/{language}/LC_MESSAGES/django.po"
    return [file for file in (root / within, *(root / app / within for app in READ)) if file.is_file()]


def _of_catalogue(file: Path, language: str) -> list[str]:
    catalogue = _read(file)
    found = [f"{language}: {message.id!r} is not translated" for message in catalogue if not _is_done(message)]
    compiled = file.with_suffix(".mo")
    if not compiled.is_file():
        return [*found, f"{language}: django.mo is missing; run manage.py compilemessages"]
    with compiled.open("rb") as stream:
        spoken = gettext.GNUTranslations(stream)
    for message in catalogue:
        plain = isinstance(message.id, str) and message.id and not message.context
        if plain and _is_done(message) and spoken.gettext(str(message.id)) != message.string:
            found.append(f"{language}: {message.id!r} is not compiled; run manage.py compilemessages")
    return found


def _is_done(message: Message) -> bool:
    if not message.id:
        return True
    said = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return all(said) and not message.fuzzy


def _read(file: Path) -> Catalog:
    with file.open("rb") as stream:
        return read_po(stream)


def _left_out(root: Path) -> list[str]:
    """Sentences in the source that no catalogue knows; only where the gettext tools are installed."""
    if not shutil.which("xgettext"):
        return []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in READ:
            shutil.copytree(root / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        (copy / "locale").mkdir()
        words = [sys.executable, "-m", "django", "makemessages", "-l", "ru", "-v", "0"]
        subprocess.run(words, cwd=copy, check=True, capture_output=True)  # noqa: S603 - fixed words
        wanted = {message.id for message in _read(copy / "locale/ru/LC_MESSAGES/django.po") if message.id}
    known = {message.id for file in _catalogues(root, "ru") for message in _read(file)}
    return [
        f"{sentence!r} is in no catalogue; run manage.py makemessages" for sentence in sorted(map(str, wanted - known))
    ]
