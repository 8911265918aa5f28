"""What goes wrong while notices leave, how often, and at which moments of a run?"""

import random
from collections.abc import Mapping
from enum import StrEnum


class Calamity(StrEnum):
    """`children` and `worker` die by SIGKILL, the broker with all it held; the database crashes and recovers."""

    CHILDREN = "children"
    WORKER = "worker"
    SCHEDULER = "scheduler"
    BROKER = "broker"
    DATABASE = "database"
    ZOMBIE = "zombie"


Counts = Mapping[Calamity, int]


def kills_only(count: int) -> Counts:
    """One in four takes the whole worker along."""
    whole = count // 4
    return {Calamity.CHILDREN: count - whole, Calamity.WORKER: whole}


def everything(kills: int, *, brokers: int, databases: int, zombies: int) -> Counts:
    """Kills are shared by the processes that deliver, the worker above them, and who rings for them."""
    whole, schedulers = kills // 5, kills // 5
    return {
        Calamity.CHILDREN: kills - whole - schedulers,
        Calamity.WORKER: whole,
        Calamity.SCHEDULER: schedulers,
        Calamity.BROKER: brokers,
        Calamity.DATABASE: databases,
        Calamity.ZOMBIE: zombies,
    }


def drawn(seed: int, notices: int, counts: Counts) -> list[tuple[int, Calamity]]:
    """Each comes when so many messages have arrived, the last while a tenth is still to leave."""
    chance = random.Random(seed)
    each = [calamity for calamity, count in counts.items() for _ in range(count)]
    chance.shuffle(each)
    return list(zip(sorted(chance.sample(range(5, int(notices * 0.9)), len(each))), each, strict=True))
