"""How does a command of ours answer in a test?"""

import json
from dataclasses import dataclass
from io import StringIO
from typing import Any

from django.core.management import call_command


@dataclass(frozen=True)
class Answer:
    code: int
    said: str
    complained: str

    @property
    def data(self) -> Any:  # whatever shape the command prints
        return json.loads(self.said)


def run(*words: str) -> Answer:
    said, complained, code = StringIO(), StringIO(), 0
    try:
        call_command(*words, stdout=said, stderr=complained)
    except SystemExit as end:
        code = int(str(end.code))
    return Answer(code, said.getvalue(), complained.getvalue())
