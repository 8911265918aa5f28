"""What is one measured figure?"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """`ratio` = ours / peer; smaller is better. Without a peer, `goal` is in the unit of `ours`."""

    name: str
    ours: float
    peer: float | None
    peer_name: str
    goal: float
    peak_mb: float | None = None

    @property
    def ratio(self) -> float | None:
        return self.ours / self.peer if self.peer else None

    @property
    def ok(self) -> bool:
        measured = self.ours if self.ratio is None else self.ratio
        return measured <= self.goal

    def as_json(self) -> dict[str, object]:
        plain = {name: getattr(self, name) for name in ("name", "ours", "peer", "peer_name", "goal", "peak_mb")}
        return {**plain, "ratio": self.ratio, "ok": self.ok}

    def line(self) -> str:
        peer = "" if self.peer is None else f"   {self.peer_name} {self.peer:.2f}, ratio {self.ratio:.2f}"
        return f"{'ok  ' if self.ok else 'MISS'} {self.name}: {self.ours:.2f}{peer}   goal {self.goal:g}"
