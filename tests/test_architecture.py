"""Does the house stand as it was drawn, and does every rule about it bite (style, sections 2 and 5)?"""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from inspect import getmembers, isfunction
from pathlib import Path

import pytest

from tests.architecture import budgets, names, purity, walls
from tests.architecture.sources import APPS, ROOT, House, the_house

Rule = Callable[[House], Iterator[str]]
RULES: dict[str, Rule] = {
    name: rule
    for module in (budgets, names, purity, walls)
    for name, rule in getmembers(module, isfunction)
    if rule.__module__ == module.__name__ and not name.startswith("_")
}
Q = '"""Why?"""\n'
# One violation per way in which a rule can be broken: the rule, the file planted, and what stands in it.
PLANTED: tuple[tuple[str, str, str], ...] = (
    ("files_are_short", "lifecycle/planted.py", Q + "\n" * 400),
    ("files_are_short", "lifecycle/api.py", Q + "\n" * 120),
    ("files_are_short", "config/settings.py", Q + "\n" * 300),
    ("files_are_short", "tests/test_planted.py", Q + "\n" * 300),
    ("templates_and_scripts_are_short", "templates/planted.html", "\n" * 151),
    ("templates_and_scripts_are_short", "static/js/planted.js", "\n" * 101),
    ("functions_and_classes_are_short", "lifecycle/planted.py", "def long():\n" + "    pass\n" * 40),
    ("functions_and_classes_are_short", "lifecycle/planted.py", "class Long:\n" + "    x = 1\n" * 200),
    ("files_have_names", "lifecycle/services/plan_helpers.py", Q),
    ("files_have_names", "lifecycle/services/utils.py", Q),
    ("files_have_names", "lifecycle/services/plans2.py", Q),
    ("files_have_names", "tests/common.py", Q),
    ("files_shadow_no_standard_module", "lifecycle/services/calendar.py", Q),
    ("classes_have_names", "lifecycle/services/planted.py", "class PlanHelper: ..."),
    ("classes_have_names", "lifecycle/services/planted.py", "class PlanManager: ..."),
    ("packages_are_empty", "lifecycle/rules/__init__.py", "x = 1"),
    ("packages_are_empty", "lifecycle/models/__init__.py", "x = 1"),
    ("modules_say_which_question_they_answer", "lifecycle/services/planted.py", '"""Plans."""\n'),
    ("modules_say_which_question_they_answer", "lifecycle/services/planted.py", "x = 1\n"),
    ("modules_say_which_question_they_answer", "tests/test_planted.py", "x = 1\n"),
    ("models_avoid_worn_words", "lifecycle/models/planted.py", "class ClientAccount: ..."),
    ("models_avoid_worn_words", "lifecycle/models/planted.py", "class Plan:\n    state = models.TextField()"),
    ("routes_avoid_worn_words", "portal/planted.py", "path('campaigns/<uuid:campaign>/', view)"),
    ("texts_avoid_worn_words", "templates/portal/planted.html", "<p>Every tenant</p>"),
    ("texts_avoid_worn_words", "templates/portal/planted.html", "<p>{% trans 'A legacy plan' %}</p>"),
    ("rules_import_only_what_is_pure", "lifecycle/rules/planted.py", "import os"),
    ("rules_import_only_what_is_pure", "lifecycle/rules/planted.py", "from lifecycle.models import Account"),
    ("rules_import_only_what_is_pure", "lifecycle/rules/planted.py", "import pandas"),
    ("rules_import_only_what_is_pure", "analytics/rules/planted.py", "import duckdb"),
    ("rules_ask_no_clock_and_no_world", "lifecycle/rules/planted.py", "datetime.now(UTC)"),
    ("rules_ask_no_clock_and_no_world", "lifecycle/rules/planted.py", "open('x')"),
    ("no_signals", "lifecycle/planted.py", "from django.db.models.signals import post_save"),
    ("no_signals", "lifecycle/planted.py", "from django.dispatch import receiver"),
    ("no_signals", "lifecycle/planted.py", "from celery import signals"),
    ("imports_stand_at_the_top", "lifecycle/services/planted.py", "def late():\n    import json"),
    ("no_import_by_name", "lifecycle/services/planted.py", "importlib.import_module('notifications.api')"),
    ("no_import_by_name", "lifecycle/services/planted.py", "apps.get_model('notifications', 'Delivery')"),
    ("no_code_of_another_app_as_text", "lifecycle/planted.py", "'notifications.services.deliver.deliver_due'"),
    ("no_foreign_tables_in_sql", "lifecycle/planted.py", "'SELECT 1 FROM notifications_delivery'"),
    (
        "other_apps_rows_are_only_read",
        "notifications/planted.py",
        "from lifecycle.api import Account\nAccount.objects.filter(key='x').update(name='y')",
    ),
    (
        "relations_to_other_apps_make_no_way_back",
        "notifications/models/planted.py",
        "models.ForeignKey('lifecycle.Account', related_name='touchpoints')",
    ),
    (
        "relations_to_other_apps_make_no_way_back",
        "notifications/models/planted.py",
        "from lifecycle.api import Account\nmodels.ForeignKey(Account, related_name='+')",
    ),
    ("every_doorbell_has_its_task", "lifecycle/services/planted.py", "ring('notifications.nobody_hears', plan_id=1)"),
    ("tasks_outlive_their_callers", "lifecycle/tasks.py", "@shared_task(name='a.b')\ndef task(plan_id): ..."),
    ("tasks_outlive_their_callers", "lifecycle/planted.py", "@shared_task(name='a.b')\ndef task(**ids): ..."),
    ("ringing_is_one_function", "lifecycle/services/planted.py", "deliver.delay()"),
    ("ringing_is_one_function", "lifecycle/services/doorbell.py", "app.send_task('x', countdown=5)"),
    ("ringing_is_one_function", "lifecycle/tasks.py", "self.retry()"),
)


@pytest.fixture(scope="module")
def house() -> House:
    return the_house()


@pytest.mark.parametrize("name", RULES)
def test_the_house_keeps(name: str, house: House) -> None:
    assert "\n".join(RULES[name](house)) == ""


@pytest.mark.parametrize(("name", "path", "text"), PLANTED, ids=lambda each: each if each in RULES else "")
def test_a_planted_violation_is_reported_by(name: str, path: str, text: str) -> None:
    assert any(path in each for each in RULES[name](House({path: text})))


def test_too_many_long_files_are_reported() -> None:
    short = {f"lifecycle/rules/short_{number}.py": Q for number in range(9)}
    long = {"lifecycle/rules/long.py": Q + "\n" * 150}
    assert not list(RULES["most_files_are_short"](House(short | long)))
    assert list(RULES["most_files_are_short"](House(long)))


def test_every_rule_has_its_planted_violation() -> None:
    assert {name for name, _, _ in PLANTED} | {"most_files_are_short"} == set(RULES)


CONTRACT_BREAKERS = {
    "analytics/services/planted.py": "import notifications.api",
    "analytics/engines/planted.py": "import ibis",
    "lifecycle/models/planted.py": "import lifecycle.services.advance",
    "lifecycle/utils.py": "",
    "console/views/planted.py": "import console.urls",
    "lifecycle/rules/planted.py": "import django.db",
    "analytics/rules/planted.py": "import django.db",
    "portal/views/planted.py": "\n".join(f"import {app}.models" for app in APPS[3:]),
    "notifications/channels/email/planted.py": "import notifications.channels.in_app.channel",
    "portability/connectors/irc/planted.py": "import portability.connectors.slack.connector",
    "portability/formats/jsonl.py": "import portability.formats.tables",
    "portability/targets/http/planted.py": "import portability.targets.folder.target",
    "analytics/connectors/planted.py": "import analytics.connectors.files",
    "lifecycle/switches/command/planted.py": "import lifecycle.switches.webhook.switch",
}


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.slow("reads every import of the house")
def test_the_import_contracts_are_kept() -> None:
    done = lint_imports(ROOT)
    assert (done.returncode, "0 broken" in done.stdout) == (0, True), done.stdout


@pytest.mark.slow("reads every import of a copy of the house")
def test_each_import_contract_bites(tmp_path: Path) -> None:
    for app in APPS:
        shutil.copytree(ROOT / app, tmp_path / app, ignore=shutil.ignore_patterns("__pycache__", "locale"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for path, text in CONTRACT_BREAKERS.items():
        (tmp_path / path).write_text(text)
    done = lint_imports(tmp_path)
    assert done.returncode == 1, done.stderr
    assert " 0 kept" in done.stdout, done.stdout
    assert "utils" in done.stdout  # a new kind of file is a decision
