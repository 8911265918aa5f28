"""What services wrote down in English is said anew on pages; what is unknown stands (interface, section 6)."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from console.views import labels
from console.views.audit import action_words
from console.views.told_words import actor_words, halt_words, subject_words

ACTIONS = re.compile(r"\"((?:lifecycle|notifications|portability|analytics)\.[a-z_]+\.[a-z_]+)\"")
APPS = ("lifecycle", "notifications", "portability", "analytics")
# Dotted names in services that are no act on record.
NO_ACTS = re.compile(r"\.(services|engines)\.|^lifecycle\.(token|exemption)$")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Acme Ltd: nobody to write to", "некому писать"),
        ("Acme Ltd: no answer to “Wiki ends”", "нет ответа на «Wiki ends»"),
        ("Acme Ltd: did <1@example> arrive?", "дошло ли <1@example>?"),
        ("Acme Ltd: Wiki ends on 1 June", "Acme Ltd: Wiki ends on 1 June"),
    ],
)
def test_the_reason_of_a_task_is_said_in_the_readers_language(written: str, said: str) -> None:
    with translation.override("ru"):
        assert subject_words(written, account="Acme Ltd") == said


def test_what_stopped_a_mailing_is_counted_in_the_readers_language_and_the_answer_stays() -> None:
    with translation.override("zh-hans"):
        assert halt_words("tried 20, hard bounced 2; 550 5.7.515") == "已尝试：20、永久退信：2；550 5.7.515"
        assert halt_words("stopped for a look") == "stopped for a look"
        assert (actor_words("reconciler"), actor_words("Paul"), actor_words("")) == ("协调程序", "Paul", "")
        assert (actor_words("Off"), actor_words("reconciler", "person")) == ("Off", "reconciler")


def test_every_act_on_record_has_words_in_every_language() -> None:
    found = set()
    for app in APPS:
        for path in Path(settings.BASE_DIR, app, "services").rglob("*.py"):
            found.update(ACTIONS.findall(path.read_text(encoding="utf-8")))
    acts = {each for each in found if not NO_ACTS.search(each)}
    with translation.override(None):
        missing = {each for each in acts if action_words(each) not in labels.ACTS}
    assert len(acts) > 60
    assert not missing
