"""What may a notice's templates speak of? Nothing but this."""

from dataclasses import dataclass

from notifications.rules.notice_codes import NoticeCode


@dataclass(frozen=True, slots=True)
class DateLine:
    """A promise of the plan: its label and its day with weekday and time, in the reader's language and zone."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class MovedLine:
    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class FiguresShown:
    """The account's own use in 28 days: the number for the plural, the text with the language's separators."""

    users: int
    users_text: str
    uses: int
    uses_text: str


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """`figures` None is unknown use and never reads as zero. Dates inside sentences have no weekday, lines have it.

    `intro` and `closing` are the staff's own paragraphs, filled: text, never template code.
    """

    notice: NoticeCode
    locale: str
    account_name: str
    contact_name: str
    module_name: str
    off_date: str
    days_left: int
    dates: tuple[DateLine, ...]
    zone_name: str
    reason_kind: str
    reason: str
    wording: str
    figures: FiguresShown | None
    as_of: str
    replacement_name: str
    replacement_url: str
    export_until: str
    export_url: str
    purge_date: str
    helper_name: str
    helper_email: str
    notice_url: str
    focus: DateLine | None = None
    moved: tuple[MovedLine, ...] = ()
    moved_reason: str = ""
    intro: str = ""
    closing: str = ""
