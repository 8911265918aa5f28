"""What is one measured figure, and does it keep its goal?"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """`ratio` = ours / peer, judged by the goal: at most so much, or with `at_least` (rates) at least so much.

    Without a peer, or with `is_absolute`, the goal is in the unit of `ours`; the name says the unit. Without a goal it
    is shown beside the others, and not judged.
    """

    name: str
    ours: float
    peer: float | None
    peer_name: str
    goal: float | None
    peak_mb: float | None = None
    at_least: bool = False
    is_absolute: bool = False

    @property
    def ratio(self) -> float | None:
        return self.ours / self.peer if self.peer else None

    @property
    def ok(self) -> bool:
        if self.goal is None:
            return True
        measured = self.ours if self.ratio is None or self.is_absolute else self.ratio
        return measured >= self.goal if self.at_least else measured <= self.goal

    def as_json(self) -> dict[str, object]:
        plain = {name: getattr(self, name) for name in ("name", "ours", "peer", "peer_name", "goal", "peak_mb")}
        return {**plain, "ratio": self.ratio, "ok": self.ok}

    def line(self) -> str:
        peer = "" if self.peer is None else f"   {self.peer_name} {self.peer:.3g}, ratio {self.ratio:.3g}"
        memory = "" if self.peak_mb is None else f"   peak {self.peak_mb:.0f} MB"
        return f"{self._judgement()} {self.name}: {self.ours:.3g}{peer}   {self._aim()}{memory}"

    def _judgement(self) -> str:
        return "    " if self.goal is None else "ok  " if self.ok else "MISS"

    def _aim(self) -> str:
        if self.goal is None:
            return "no goal"
        unit = "" if self.is_absolute or self.ratio is None else " of the peer"
        return f"goal {'at least' if self.at_least else 'at most'} {self.goal:.3g}{unit}"
