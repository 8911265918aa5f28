"""Through which outlet does a channel go?"""

from notifications.channels.contract import Outlet
from notifications.channels.desk_task.channel import Desk
from notifications.channels.email.channel import Email
from notifications.channels.in_app.channel import InApp
from notifications.rules.notice_codes import Channel

OUTLETS: dict[Channel, Outlet] = {
    Channel.DESK_TASK: Desk(),
    Channel.EMAIL: Email(),
    Channel.IN_APP: InApp(),
}
