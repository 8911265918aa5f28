"""How is a host product switched by a program of the installation?

The program is named in the settings, never in a plan. It is called with `set` or `read`, gets JSON on standard input,
and answers a read with `{"level": "off"}` on standard output; any exit code but 0 is a failure.
"""

import json
import subprocess
from dataclasses import dataclass
from datetime import datetime

from lifecycle.rules.stages import SwitchLevel
from lifecycle.switches.contract import MAX_ANSWER, TIMEOUT_S, Order, SwitchFault, level_named


@dataclass(frozen=True, slots=True)
class CommandSwitch:
    """`program` is a path; it sees no environment of ours."""

    program: str

    def drive(self, order: Order) -> None:
        self._call(
            "set",
            {
                "id": order.message_id,
                "plan": order.plan,
                "module": order.module,
                "account": order.account,
                "level": order.level.key,
                "revision": order.revision,
            },
        )

    def read(self, *, module: str, account: str, message_id: str, sent_at: datetime) -> SwitchLevel | None:
        del sent_at
        answer = self._call("read", {"id": message_id, "module": module, "account": account})
        try:
            return level_named(json.loads(answer)["level"])
        except (ValueError, KeyError, TypeError) as error:
            raise SwitchFault("answered something that is not a level") from error

    def _call(self, act: str, values: dict[str, str | int]) -> bytes:
        try:
            done = subprocess.run(  # noqa: S603 - the program comes from the installation's settings
                [self.program, act],
                input=json.dumps(values).encode(),
                capture_output=True,
                timeout=TIMEOUT_S,
                env={"PATH": "/usr/local/bin:/usr/bin:/bin"},
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise SwitchFault(f"cannot be run: {type(error).__name__}") from error
        if done.returncode != 0:
            raise SwitchFault(f"ended with {done.returncode}")
        return done.stdout[:MAX_ANSWER]
