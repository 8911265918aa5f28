"""How fast may messages go to one domain, or through one provider?"""

from typing import ClassVar

from django.db import models

from notifications.rules import pacing
from notifications.rules.notice_codes import Channel


class SendLane(models.Model):
    """Exists where a domain asked for patience or was given a rate; domain "" is the channel's provider itself."""

    channel = models.CharField(max_length=20, choices=[(c.value, c.label) for c in Channel])
    domain = models.CharField(max_length=254, blank=True)
    per_minute = models.FloatField(null=True, blank=True)
    tokens = models.FloatField(default=0.0)
    refilled_at = models.DateTimeField(null=True, blank=True)
    faults = models.PositiveSmallIntegerField(default=0)
    fault_at = models.DateTimeField(null=True, blank=True)
    slow_until = models.DateTimeField(null=True, blank=True)
    detail = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["channel", "domain"], name="send_lane_once"),
            models.CheckConstraint(
                condition=models.Q(faults=0) | models.Q(fault_at__isnull=False, slow_until__isnull=False),
                name="send_lane_fault_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel}:{self.domain or '*'}"

    @property
    def facts(self) -> pacing.Lane:
        names = ("domain", "faults", "fault_at", "slow_until", "per_minute", "tokens", "refilled_at")
        return pacing.Lane(**{name: getattr(self, name) for name in names})
