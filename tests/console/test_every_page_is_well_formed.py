"""Is every page well formed, without a browser: in English, Chinese and Russian by turns?

Interface, section 4: structural checks run where Chromium does not; section 6: three languages (A11). The walk in
Chromium has other turns, and `make screenshots` shows each page in all languages. Every table that a page offers as a
file comes, too (section 1 rule 12).
"""

import csv
import html
import io
import re

import pytest
from django.test import Client
from django.utils import timezone, translation

from lifecycle.models import User
from tests.browser.pages import NOBODY, PAGES, Example
from tests.browser.scene import fill
from tests.browser.structure import problems_of


@pytest.mark.django_db
def test_every_page_has_one_heading_labels_landmarks_and_nothing_inline() -> None:
    fill(timezone.now())  # noqa: TID251 - the views under test read the real clock
    found = {}
    for turn, language in enumerate(("en", "zh-hans", "ru")):
        User.objects.update(language=language)
        clients: dict[str, Client] = {}
        with translation.override(language):  # a request leaves its language behind
            found.update({f"{each} in {language}": _problems(clients, each, language) for each in PAGES[turn::3]})
    assert not {name: problems for name, problems in found.items() if problems}


def _problems(clients: dict[str, Client], example: Example, language: str) -> list[str]:
    if example.who not in clients:
        clients[example.who] = Client(headers={"accept-language": language})
        if example.who != NOBODY:
            clients[example.who].force_login(User.objects.get(email=example.who))
    answer = clients[example.who].get(example.path)
    if answer.status_code != 200:
        return [f"answers {answer.status_code}"]
    text = answer.content.decode()
    return problems_of(text, lang=language) + _files(clients[example.who], example.path, text)


def _files(client: Client, path: str, text: str) -> list[str]:
    """Links to tables that bring none: a head, rows as wide as it, whatever the language."""
    found = []
    for link in re.findall(r'href="(\?[^"]*format=[a-z.-]*csv[^"]*)"', text):
        answer = client.get(path.partition("?")[0] + html.unescape(link))
        rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
        if not answer["Content-Type"].startswith("text/csv") or {len(row) for row in rows} != {len(rows[0])}:
            found.append(f"{link} is no table")
    return found
