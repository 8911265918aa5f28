"""What can a notice say, and through what does it go?"""

from enum import StrEnum


class NoticeCode(StrEnum):
    """Each code has a folder in templates/notices/."""

    SUNSET_ANNOUNCED = "sunset_announced"
    SUNSET_REMINDER = "sunset_reminder"
    LAST_CALL = "last_call"
    SWITCHED_OFF = "switched_off"
    AFTER = "after"
    CORRECTION = "correction"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    NoticeCode.SUNSET_ANNOUNCED: "Announcement",
    NoticeCode.SUNSET_REMINDER: "Reminder",
    NoticeCode.LAST_CALL: "Last call",
    NoticeCode.SWITCHED_OFF: "Switched off",
    NoticeCode.AFTER: "What happens to the archive",
    NoticeCode.CORRECTION: "Correction of dates",
    NoticeCode.CANCELLED: "Withdrawn",
}


class Channel(StrEnum):
    """Each value is a folder in notifications/channels/."""

    DESK_TASK = "desk_task"
    EMAIL = "email"
    IN_APP = "in_app"

    @property
    def label(self) -> str:
        return {"desk_task": "Call by a person", "email": "E-mail", "in_app": "In-product message"}[self.value]
