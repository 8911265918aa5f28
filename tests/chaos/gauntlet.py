"""How much is lost, doubled or uncertain when workers are killed, beside plain Celery?"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from config.services.mail_sink import MailSink
from config.services.temporary import OUTSIDE, temporary_services

ROOT = Path(__file__).resolve().parents[2]
SUMMARY = ROOT / "var" / "chaos" / "summary.json"


def main(argv: list[str]) -> int:
    """Exit 0 only if our arm loses and doubles nothing, and the control arm does: else the test is too weak."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notices", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--first-seed", type=int, default=1)
    asked = parser.parse_args(argv)
    for name in OUTSIDE:
        os.environ.pop(name, None)
    with temporary_services() as services:
        environ = services.environ(DJANGO_SETTINGS_MODULE="config.settings")
        owner = {**environ, "DATABASE_URL": environ["DATABASE_OWNER_URL"]}
        subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity=0"], cwd=ROOT, env=owner, check=True)
        os.environ.update(environ)
        results = [_arms(environ, seed, asked) for seed in range(asked.first_seed, asked.first_seed + asked.seeds)]
    rows = [row for pair in results for row in pair]
    SUMMARY.parent.mkdir(parents=True, exist_ok=True)
    SUMMARY.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
    for row in rows:
        sys.stdout.write(" ".join(f"{name}={value}" for name, value in row.items()) + "\n")
    ours = all(row["lost"] == row["duplicated"] == 0 for row in rows if row["arm"] == "ledger")
    control = any(row["lost"] or row["duplicated"] for row in rows if row["arm"] != "ledger")
    return 0 if ours and control else 1


def _arms(environ: dict[str, str], seed: int, asked: argparse.Namespace) -> list[dict[str, object]]:
    import django  # noqa: PLC0415 - settings read the addresses that were just set

    django.setup()
    from tests.chaos.run import Result, control_arm, ledger_arm  # noqa: PLC0415 - needs the settings

    arms: tuple[Callable[..., Result], ...] = (ledger_arm, control_arm)
    rows: list[dict[str, object]] = []
    for arm in arms:
        with MailSink() as sink:
            result = arm(
                {**environ, "EMAIL_URL": sink.url},
                sink,
                seed=seed,
                notices=asked.notices,
                kills=asked.kills,
                within_s=60 + asked.notices * 0.2 + asked.kills * 10,
                log=SUMMARY.parent / f"{arm.__name__}-{seed}.log",
            )
        rows.append(asdict(result))
    return rows


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
