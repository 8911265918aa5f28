"""N13: is a module that a plan needs kept from being removed meanwhile, and does nobody get less than a sentence?"""

import threading
from collections.abc import Callable
from types import SimpleNamespace

from django.db import connection, connections, transaction

from lifecycle.models import AuditEvent, Module
from lifecycle.rules.actors import Actor
from lifecycle.services.apply_plan import apply_plan
from lifecycle.services.refusal import BadInput, Refused
from lifecycle.services.register_module import register_module, remove_module
from tests.lifecycle.plan_files import EARLY, a_document, plan_text

SYSTEM = Actor.system("test")
MEETINGS = 'replacement: {name: Meetings, url: "https://example.com/meetings"}'
NAMES = (MEETINGS, "replacement: {name: Insights, module: insights}")


def remove(key: str) -> None:
    remove_module(key=key, actor=SYSTEM, reason="typo", now=EARLY)


def plan() -> None:
    apply_plan(document=a_document(NAMES), text=plan_text(NAMES), actor=SYSTEM, now=EARLY)


def meanwhile(first: Callable[[], None], second: Callable[[], None]) -> BaseException | None:
    """What `second` raises: it begins while `first` is done, which is committed when `second` waits for it."""
    raised: list[BaseException] = []

    def run() -> None:
        try:
            second()
        except BaseException as error:  # handed to the test
            raised.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    with transaction.atomic():
        first()
        thread.start()
        while thread.is_alive() and not _somebody_waits():
            thread.join(0.05)
    thread.join()
    return raised[0] if raised else None


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pid <> pg_backend_pid())")
        (found,) = cursor.fetchone() or (False,)
        return bool(found)


def test_a_module_that_a_plan_takes_as_replacement_is_not_removed_meanwhile(live_db: SimpleNamespace) -> None:
    assert live_db
    Module.objects.create(key="insights", name="Insights")
    found = meanwhile(plan, lambda: remove("insights"))
    assert isinstance(found, Refused), found
    assert [each.criterion for each in found.verdict.blockers] == ["module_replaces"]


def test_a_plan_does_not_take_as_replacement_what_is_removed_meanwhile(live_db: SimpleNamespace) -> None:
    assert live_db
    Module.objects.create(key="insights", name="Insights")
    found = meanwhile(lambda: remove("insights"), plan)
    assert isinstance(found, Refused), found
    assert [each.criterion for each in found.verdict.blockers] == ["unknown_module"]
    assert not Module.objects.exists()


def test_two_who_remove_the_same_leave_one_record(live_db: SimpleNamespace) -> None:
    assert live_db
    Module.objects.create(key="insights", name="Insights")
    found = meanwhile(lambda: remove("insights"), lambda: remove("insights"))
    assert isinstance(found, BadInput), found
    assert AuditEvent.objects.filter(action="lifecycle.module.removed").count() == 1


def test_two_who_register_the_same_leave_one_record(live_db: SimpleNamespace) -> None:
    def register(name: str) -> None:
        register_module(key="insights", name=name, actor=SYSTEM, now=EARLY)

    assert live_db
    found = meanwhile(lambda: register("Insights"), lambda: register("Other"))
    assert isinstance(found, Refused), found
    assert (Module.objects.get().name, AuditEvent.objects.count()) == ("Insights", 1)
