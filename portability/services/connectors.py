"""Which connectors are there?"""

from portability.connectors.found import Connector
from portability.connectors.irc.connector import IrcConnector
from portability.connectors.slack.connector import SlackConnector

CONNECTORS: dict[str, Connector] = {each.name: each for each in (SlackConnector(), IrcConnector())}
