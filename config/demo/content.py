"""What do the invented accounts keep in the module? A small Slack-style export each, plainly invented."""

import json
import random
import zipfile
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from config.demo.directory import SEED, DemoAccount

WORDS = {
    "en": ("Shipped the draft.", "Who has the numbers?", "=SUM(A1:A9) is what I meant", "See you on Friday 👋"),
    "zh-Hans": ("草稿已发送。", "谁有最新的数字？", "周五见 👋", "请看附件"),
    "ru": ("Черновик отправлен.", "У кого свежие цифры?", "До пятницы 👋", "Смотрите во вложении"),
}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def write_export(account: DemoAccount, folder: Path, *, before: date) -> Path:
    """One zip with users, one channel and ten days of messages; the same account gives the same bytes."""
    chance = random.Random(f"{SEED}/{account.key}/content")  # noqa: S311  (a repeatable demo, not a secret)
    people = [f"U{n:04d}" for n in range(1 + min(account.weekly_users, 6))]
    path = folder / f"{account.key}.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        users = [{"id": each, "name": f"invented-{each.lower()}", "profile": {}} for each in people]
        _write(archive, "users.json", users)
        _write(archive, "channels.json", [{"id": "C0001", "name": "general", "members": people}])
        for n in range(10):
            day = before - timedelta(days=10 - n)
            _write(archive, f"general/{day}.json", _messages(day, account, people, chance))
    return path


def _messages(day: date, account: DemoAccount, people: list[str], chance: random.Random) -> list[dict[str, object]]:
    start = datetime.combine(day, time(hour=8), tzinfo=UTC)
    found: list[dict[str, object]] = []
    for n in range(chance.randrange(1, 4)):
        moment = start + timedelta(minutes=17 * n, seconds=chance.randrange(900))
        text = chance.choice(WORDS[account.language])
        message: dict[str, object] = {
            "type": "message",
            "user": chance.choice(people),
            "text": text,
            "ts": f"{int((moment - EPOCH).total_seconds())}.{n:06d}",
        }
        if chance.random() < 0.2:
            message["reactions"] = [{"name": "tada", "users": people[:1], "count": 1}]
        found.append(message)
    return found


def _write(archive: zipfile.ZipFile, name: str, value: object) -> None:
    entry = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
    archive.writestr(entry, json.dumps(value, ensure_ascii=False), zipfile.ZIP_DEFLATED)
