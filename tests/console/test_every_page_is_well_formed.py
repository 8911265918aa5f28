"""Is every page well formed, without a browser: in English, Chinese and Russian by turns?

Interface, section 4: structural checks run where Chromium does not; section 6: three languages (A11). The walk in
Chromium has other turns, and `make screenshots` shows each page in all languages.
"""

import pytest
from django.test import Client
from django.utils import timezone

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
    return problems_of(answer.content.decode(), lang=language)
