"""How does every command read --json, answer and exit?"""

import contextlib
import io
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lifecycle.services.refusal import BadInput, Refused
from lifecycle.services.sentences import sentence, verdict_as_dict

DONE, ERROR, REFUSED, NOTHING = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class Outcome:
    """`data` is what --json prints, `lines` what people read; `code` 3 means nothing to do."""

    data: Any
    lines: Sequence[str] = field(default=())
    nothing: bool = False
    code: int = DONE


class OperatorCommand(BaseCommand):
    """Exit 0 done, 1 error, 2 refused by a rule (blockers on stderr), 3 nothing to do. Subclasses override `run`.

    Django's own checks load every page: `manage.py check` runs them, not each command.
    """

    requires_system_checks: tuple[str, ...] = ()

    def run_from_argv(self, argv: list[str]) -> None:
        """Arguments that nobody can read are an error (1): the parser's own 2 would say that a rule refused."""
        if problem := self._unreadable(argv):
            if "--json" in argv:
                self._print({"error": problem})
            self.stderr.write(problem)
            sys.exit(ERROR)
        super().run_from_argv(argv)

    def _unreadable(self, argv: list[str]) -> str:
        try:
            with contextlib.redirect_stdout(io.StringIO()):  # --help answers below
                self.create_parser(argv[0], argv[1]).parse_args(argv[2:])
        except CommandError as problem:
            found = str(problem).removeprefix("Error: ")
            return f"{found[:1].upper()}{found[1:]}. `manage.py {argv[1]} --help` names what it takes."
        except SystemExit:
            pass
        return ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON document")
        self.arguments(parser)

    def arguments(self, parser: CommandParser) -> None:
        """Name the command's own arguments."""

    def run(self, **options: Any) -> Outcome:
        raise NotImplementedError

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        as_json = bool(options.pop("json"))
        try:
            outcome = self.run(**options)
        except Refused as refusal:
            self._refuse(refusal, as_json)
        except BadInput as problem:
            if as_json:
                self._print({"error": str(problem)})
            self.stderr.write(str(problem))
            sys.exit(ERROR)
        else:
            self._answer(outcome, as_json)

    def _answer(self, outcome: Outcome, as_json: bool) -> None:
        if as_json:
            self._print(outcome.data)
        else:
            for line in outcome.lines:
                self.stdout.write(line)
        code = NOTHING if outcome.nothing else outcome.code
        if code != DONE:
            sys.exit(code)

    def _refuse(self, refusal: Refused, as_json: bool) -> None:
        if as_json:
            self._print(verdict_as_dict(refusal.verdict))
        for blocker in refusal.verdict.blockers:
            self.stderr.write(sentence(blocker))
        sys.exit(REFUSED)

    def _print(self, data: Any) -> None:
        self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2, default=str))
