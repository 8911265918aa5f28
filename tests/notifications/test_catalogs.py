"""Every sentence of a notice is translated, and the compiled catalogs are those of the sources (A11)."""

from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.conf import settings

FOLDERS = sorted((Path(settings.BASE_DIR) / "notifications" / "locale").glob("*/LC_MESSAGES"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.parent.name)
def test_the_compiled_catalog_holds_what_the_source_says(folder: Path) -> None:
    with (folder / "django.po").open("rb") as source, (folder / "django.mo").open("rb") as compiled:
        wanted, found = read_po(source), read_mo(compiled)
    for message in wanted:
        if message.id:
            key = message.id[0] if isinstance(message.id, tuple) else message.id
            same = found.get(key)
            assert same is not None, key
            assert list(same.string or ()) == list(message.string or ()), key


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.parent.name)
def test_no_message_is_left_untranslated_or_fuzzy(folder: Path) -> None:
    with (folder / "django.po").open("rb") as source:
        catalog = read_po(source)
    plurals = {"ru": 4, "zh_Hans": 1}[folder.parent.name]
    for message in catalog:
        if message.id:
            said = message.string if isinstance(message.string, tuple) else (message.string,)
            assert all(said), message.id
            assert not message.fuzzy
            assert len(said) == (plurals if message.pluralizable else 1)
