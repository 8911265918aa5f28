"""Which conversation is exported while measured? Seeded Slack months of several channels, zipped as Slack does."""

import json
import random
import zipfile
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

START = int(datetime(2024, 1, 1, tzinfo=UTC).timestamp())
CHANNELS = 8
PEOPLE = 40
SPAN_S = 2 * 365 * 86_400
TEXT = "the plan budget draft ships on friday please review numbers launch café 你好 спасибо done again why not"


def write_talk(path: Path, messages: int) -> Path:
    words, chance = TEXT.split(), random.Random(11)
    days: dict[str, list[dict[str, str]]] = defaultdict(list)
    for n in range(messages):
        at = START + n * min(SPAN_S, messages * 86_400) // messages  # a few are not spread over years
        text = " ".join(chance.choices(words, k=chance.randint(3, 25)))
        person = f"U{chance.randrange(PEOPLE)}"
        day = datetime.fromtimestamp(at, UTC).date()
        said = {"type": "message", "user": person, "text": text, "ts": f"{at}.{n % 1_000_000:06d}"}
        days[f"channel-{chance.randrange(CHANNELS)}/{day}.json"].append(said)
    people = [{"id": f"U{n}", "name": f"person{n}", "profile": {"real_name": f"Person {n}"}} for n in range(PEOPLE)]
    channels = [{"id": f"C{n}", "name": f"channel-{n}", "created": str(START), "members": []} for n in range(CHANNELS)]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("users.json", json.dumps(people))
        archive.writestr("channels.json", json.dumps(channels))
        for name, said_then in days.items():
            archive.writestr(name, json.dumps(said_then))
    return path
