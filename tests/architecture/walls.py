"""Do the walls hold where an import contract is blind (style, section 2)?"""

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from tests.architecture.sources import APPS, House, Source

LAYERS = (
    "services|models|queries|channels|connectors|formats|storage|crypto|engines|switches|reconcile|forms|views|rest"
)
DOTTED = re.compile(rf"\A({'|'.join(APPS)})\.({LAYERS}|tasks|management|rules|api)(\.\w+)*\Z")
TABLE = re.compile(rf"\b(?:FROM|JOIN|UPDATE|INTO|TABLE|ON)\s+\"?({'|'.join(APPS)})_\w+", re.IGNORECASE)
RELATIONS = frozenset({"ForeignKey", "OneToOneField", "ManyToManyField"})
RINGERS = frozenset({"lifecycle/services/doorbell.py", "config/bell.py"})  # after commit; and the schedule
WRITES = frozenset({"create", "bulk_create", "update", "bulk_update", "delete", "get_or_create", "update_or_create"})


def no_signals(house: House) -> Iterator[str]:
    """Work begins with a service, a tick or a doorbell; never with a hook that nobody sees in the code."""
    for source in house.apps():
        for node, module, name in source.imports():
            hooks = "signals" in {*module.split("."), name} and module.partition(".")[0] not in APPS
            if hooks or module == "django.dispatch" or name == "receiver":
                yield source.at(node, f"{module} {name}".strip())


def imports_stand_at_the_top(house: House) -> Iterator[str]:
    """Except in apps.py and commands, which run before or without the rest."""
    for source in house.apps():
        if source.path.name == "apps.py" or "commands" in source.path.parts:
            continue
        for function in source.nodes():
            if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
                inner = (node for node in ast.walk(function) if isinstance(node, (ast.Import, ast.ImportFrom)))
                yield from (source.at(node, f"import inside {function.name}()") for node in inner)


def no_import_by_name(house: House) -> Iterator[str]:
    for source in house.apps():
        for node in source.nodes():
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in {"import_module", "__import__"}:
                yield source.at(node, ast.unparse(node))
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("apps.get_model"):
                yield source.at(node, ast.unparse(node))


def no_code_of_another_app_as_text(house: House) -> Iterator[str]:
    """A doorbell's name may look like a path; nothing else may. Settings and routes name only whole apps and `urls`."""
    bells = set(_tasks(house))
    for source in house.apps():
        for node in source.nodes():
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value not in bells:
                found = DOTTED.match(node.value)
                if found and found[1] != source.app:
                    yield source.at(node, node.value)


def no_foreign_tables_in_sql(house: House) -> Iterator[str]:
    for source in house.apps():
        for node in source.nodes():
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                foreign = [found[0] for found in TABLE.finditer(node.value) if found[1] != source.app]
                yield from (source.at(node, each) for each in foreign)


def other_apps_rows_are_only_read(house: House) -> Iterator[str]:
    """What another app's `api` re-exports may be asked (`Account.objects.filter(…)`), for reading is what it is
    offered for; whatever changes a row goes through the owner's services. Only the demonstration, which lays out rows
    plainly marked as such, writes them itself."""
    for source in house.apps():
        if source.path.parts[:2] == ("config", "demo"):
            continue
        foreign = {name for _, module, name in source.imports() if _is_foreign(source, module)}
        for node in source.nodes():
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
                chain = ast.unparse(node.func)
                if ".objects" in chain and chain.split(".")[0] in foreign:
                    yield source.at(node, chain)


def _is_foreign(source: Source, module: str) -> bool:
    app = module.partition(".")[0]
    return app in APPS and app != source.app


def relations_to_other_apps_make_no_way_back(house: House) -> Iterator[str]:
    """Written "lifecycle.Account", with related_name="+": a reverse accessor is an import upwards."""
    for source in house.apps():
        if source.layer != "models":
            continue
        foreign = {name for _, module, name in source.imports() if _is_foreign(source, module)}
        for node in source.nodes():
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in RELATIONS and node.args:
                to = ast.unparse(node.args[0]).strip("'\"")
                named = any(key.arg == "related_name" and ast.unparse(key.value) == "'+'" for key in node.keywords)
                if to in foreign or (to.split(".")[0] in set(APPS) - {source.app} and not named):
                    yield source.at(node, f"relation to {to}")


def _tasks(house: House) -> dict[str, str]:
    """The tasks by name, with the place where each stands."""
    found = {}
    for source in house.apps():
        for node in source.nodes():
            if isinstance(node, ast.FunctionDef):
                found.update({name: source.at(node, name) for name in _task_names(node)})
    return found


def _task_names(node: ast.FunctionDef) -> Iterator[str]:
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func).endswith("task"):
            yield from (str(ast.literal_eval(key.value)) for key in decorator.keywords if key.arg == "name")


def every_doorbell_has_its_task(house: House) -> Iterator[str]:
    tasks = _tasks(house)
    for source in house.apps():
        for node in source.nodes():
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"ring", "Round"} and node.args:
                bell = node.args[0]
                if isinstance(bell, ast.Constant) and bell.value not in tasks:
                    yield source.at(node, f"no task is called {bell.value!r}")


def tasks_outlive_their_callers(house: House) -> Iterator[str]:
    """Tasks take **kwargs, so that old workers survive new callers, and stand in tasks.py."""
    for source in house.apps():
        for node in source.nodes():
            if isinstance(node, ast.FunctionDef) and list(_task_names(node)):
                stands_right = PurePosixPath(source.path.parts[1]).stem in {"tasks", "celery"}
                if node.args.kwarg is None or not stands_right:
                    yield source.at(node, node.name)


def ringing_is_one_function(house: House) -> Iterator[str]:
    """No eta, no countdown, no retry: they loop past the broker's visibility timeout (kombu #337)."""
    for source in house.apps():
        for node in source.nodes():
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func).rpartition(".")[2]
            rings = called == "send_task" and str(source.path) in RINGERS
            delays = {key.arg for key in node.keywords} & {"eta", "countdown"}
            if called in {"delay", "apply_async", "send_task"} and (delays or not rings):
                yield source.at(node, ast.unparse(node.func))
            if ast.unparse(node.func) == "self.retry":
                yield source.at(node, "self.retry")
