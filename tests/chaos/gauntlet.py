"""How much is lost, doubled or uncertain when everything is struck, beside other ways to send?"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from config.services.mail_sink import MailSink
from config.services.temporary import OUTSIDE, Temporary

if TYPE_CHECKING:
    from tests.chaos.calamities import Counts

ROOT = Path(__file__).resolve().parents[2]
SUMMARY = ROOT / "var" / "chaos" / "summary.json"
MOST_UNCERTAIN = 0.03  # of the messages that have neither key nor look-up
OURS = ("ledger", "keyed", "reminders")


def main(argv: list[str]) -> int:
    """Exit 0 only if our arm loses and doubles nothing, and the peers do: else the test is too weak."""
    asked = _asked(argv)
    for name in OUTSIDE:
        os.environ.pop(name, None)
    services = Temporary(durable=True)  # a crash must find on disk what was committed
    rows: list[dict[str, object]] = []
    try:
        services.start()
        environ = services.environ(DJANGO_SETTINGS_MODULE="config.settings")
        owner = {**environ, "DATABASE_URL": environ["DATABASE_OWNER_URL"]}
        made = [sys.executable, "manage.py", "migrate", "--skip-checks", "--verbosity=0"]
        subprocess.run(made, cwd=ROOT, env=owner, check=True)
        os.environ.update(environ)
        SUMMARY.parent.mkdir(parents=True, exist_ok=True)
        for seed in range(asked.first_seed, asked.first_seed + asked.seeds):
            for row in _arms(services, environ, seed, asked):
                rows.append(row)
                sys.stdout.write(" ".join(f"{name}={value}" for name, value in row.items()) + "\n")
                sys.stdout.flush()
                SUMMARY.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
    finally:
        services.stop()
    return 0 if _holds(rows) else 1


def _asked(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    for name, usual in (
        *(("notices", 10_000), ("kills", 50), ("brokers", 5), ("databases", 3), ("zombies", 4)),
        *(("seeds", 5), ("first-seed", 1), ("arm-notices", 2_000), ("arm-kills", 20)),
        *(("peer-notices", 2_000), ("peer-kills", 20)),
    ):
        parser.add_argument(f"--{name}", type=int, default=usual)
    return parser.parse_args(argv)


def _holds(rows: list[dict[str, object]]) -> bool:
    """Our arms lose and double nothing. Notices one by one leave few in doubt, with keys none; reminders are listed."""
    ours = [row for row in rows if row["arm"] in OURS]
    kept = all(row["lost"] == row["duplicated"] == row["unresolved"] == 0 for row in ours)
    most = {"ledger": MOST_UNCERTAIN, "keyed": 0.0, "reminders": 1.0}
    few = all(int(str(row["uncertain"])) <= most[str(row["arm"])] * int(str(row["notices"])) for row in ours)
    return kept and few and any(row["lost"] or row["duplicated"] for row in rows if row["arm"] not in OURS)


def _arms(
    services: Temporary, environ: dict[str, str], seed: int, asked: argparse.Namespace
) -> Iterator[dict[str, object]]:
    """The peers run once: with the programs killed, and their servers left in peace."""
    import django  # noqa: PLC0415 - settings read the addresses that were just set

    django.setup()
    from tests.chaos.calamities import Calamity, everything, kills_only  # noqa: PLC0415 - beside the next
    from tests.chaos.peers import HAS_POST_OFFICE, TASKS, celery_arm, post_office_arm  # noqa: PLC0415 - need them
    from tests.chaos.provider import Provider  # noqa: PLC0415 - beside the others
    from tests.chaos.run import Course, ledger_arm  # noqa: PLC0415 - needs the settings

    counts = everything(asked.kills, brokers=asked.brokers, databases=asked.databases, zombies=asked.zombies)
    fewer = everything(asked.arm_kills, brokers=1, databases=1, zombies=1)
    sizes = {"ledger": (asked.notices, 0), "keyed": (asked.arm_notices, 0), "reminders": (0, asked.arm_notices)}
    for arm, (notices, reminders) in sizes.items():
        if not notices + reminders:
            continue
        struck, log = counts if arm == "ledger" else fewer, SUMMARY.parent / f"{arm}-{seed}.log"
        patience_s = _patience_s(notices + reminders, struck)
        course = Course(seed, notices, struck, patience_s, log, reminders=reminders)
        with Provider(knows_keys=arm == "keyed") as sink:
            own = {**environ, "EMAIL_URL": sink.url, "CHAOS_KEYS": "1" if arm == "keyed" else ""}
            yield asdict(ledger_arm(own, sink, course, arm=arm, servers=services.embedded, concurrency=4))
            if sink.changed:
                raise SystemExit(f"{len(sink.changed)} keys came again with another text.")
    if seed > asked.first_seed or not asked.peer_kills:
        return
    for arm in (*TASKS, "post_office"):
        if arm == "post_office" and not HAS_POST_OFFICE:
            sys.stdout.write("django-post_office is not installed; its arm is left out\n")
            return
        log, kills = SUMMARY.parent / f"{arm}.log", kills_only(asked.peer_kills)
        if arm == "post_office":  # it waits minutes for a pool process that was killed: spare it that
            kills = {Calamity.WORKER: asked.peer_kills}
        same = Course(seed, asked.peer_notices, kills, _patience_s(asked.peer_notices, kills), log)
        with MailSink() as sink:
            own = {**environ, "EMAIL_URL": sink.url}
            found = celery_arm(arm, own, sink, same) if arm in TASKS else post_office_arm(own, sink, same)
        yield asdict(found)


def _patience_s(messages: int, struck: "Counts") -> float:
    """What has not left by then counts as lost, the peers' too; on a busy machine all take several times as long."""
    return 1_800 + messages * 0.25 + sum(struck.values()) * 10


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
