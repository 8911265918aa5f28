"""Are decisions pure: the standard library without world, clock and chance, and other rules?"""

import ast
import sys
from collections.abc import Iterator

from tests.architecture.sources import APPS, House

WORLD = frozenset(
    {
        *(
            "asyncio",
            "concurrent",
            "ctypes",
            "dbm",
            "fcntl",
            "ftplib",
            "getpass",
            "glob",
            "http",
            "imaplib",
            "importlib",
        ),
        *("logging", "mmap", "multiprocessing", "os", "pathlib", "pickle", "platform", "poplib", "pty", "random"),
        *("readline", "resource", "runpy", "sched", "secrets", "select", "selectors", "shelve", "shutil", "signal"),
        *("smtplib", "socket", "socketserver", "sqlite3", "ssl", "subprocess", "syslog", "tempfile", "threading"),
        *("time", "webbrowser", "wsgiref"),
    }
)
FRAMES = frozenset({"pandas", "numpy"})
CLOCKS = frozenset({"datetime.now", "datetime.utcnow", "datetime.today", "date.today"})
CHANCE_AND_WORLD = frozenset({"uuid.uuid4", "uuid4", "uuid.uuid1", "uuid1", "open", "print", "input"})


def rules_import_only_what_is_pure(house: House) -> Iterator[str]:
    for source in house.apps():
        if source.layer != "rules":
            continue
        for node, module, _ in source.imports():
            root = module.split(".")[0]
            is_rule = root in APPS and module.split(".")[1:2] == ["rules"]
            is_frame = source.app == "analytics" and root in FRAMES
            if not (is_rule or is_frame or (root in sys.stdlib_module_names and root not in WORLD)):
                yield source.at(node, f"imports {module}")


def rules_ask_no_clock_and_no_world(house: House) -> Iterator[str]:
    for source in house.apps():
        if source.layer == "rules":
            for node in source.nodes():
                if isinstance(node, ast.Call) and ast.unparse(node.func) in CLOCKS | CHANCE_AND_WORLD:
                    yield source.at(node, ast.unparse(node.func))
