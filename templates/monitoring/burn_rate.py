"""Burn rate: how fast requests that fail use up what the availability that was promised leaves of them.

A burn rate of 1 uses the budget of 30 days in 30 days. The windows and rates are those of Google's SRE workbook,
https://sre.google/workbook/alerting-on-slos/: the long window shows that it matters, the short one that it goes on.
"""

from typing import NamedTuple

from troposphere import AWSObject, Ref, cloudwatch, sns

from tasktracker_cfn.authoring.alarms import Judgement, alarm, judged
from tasktracker_cfn.authoring.text import text
from tasktracker_cfn.authoring.wires import Name
from templates.monitoring import traffic
from templates.monitoring.topics import Topics

# Below this many failures in a window nothing is said, so that one of few requests at night wakes nobody up. It counts
# failures and not requests, so that an outage with little traffic is still heard.
FEWEST_FAILURES = 10


class Window(NamedTuple):
    """A span of time, by its name in a logical id and in words."""

    name: str
    words: str
    seconds: int


class Burn(NamedTuple):
    """A rate that is too fast in two windows at once."""

    name: str
    rate: float
    long: Window
    short: Window


FAST = Burn("FastBurn", 14.4, Window("OneHour", "hour", 3600), Window("FiveMinutes", "five minutes", 300))
SLOW = Burn("SlowBurn", 6, Window("SixHours", "six hours", 21_600), Window("ThirtyMinutes", "thirty minutes", 1800))


def build(availability: float, load_balancer: Name, topics: Topics) -> list[AWSObject]:
    """Give both burn rates: the fast one is critical, the slow one a warning."""
    return [
        *_burn(FAST, availability, load_balancer, topics.warning, topics.critical),
        *_burn(SLOW, availability, load_balancer, topics.warning, topics.warning),
    ]


def times_budget(availability: float) -> str:
    """Give what the share of failures is multiplied by to give the burn rate: 1000 for 99.9 percent."""
    return f"{round(100 / (100 - availability), 3):.3f}".rstrip("0").rstrip(".")


def _burn(
    burn: Burn, availability: float, load_balancer: Name, of_one: sns.Topic, of_both: sns.Topic
) -> list[AWSObject]:
    long, short = (_window(burn, window, availability, load_balancer, of_one) for window in (burn.long, burn.short))
    both = cloudwatch.CompositeAlarm(
        f"{burn.name}Alarm",
        AlarmDescription=f"Requests fail {burn.rate:g} times as fast as {availability:g} percent availability allows, "
        f"over the last {burn.long.words} and still in the last {burn.short.words}. Look at the tasks' log, at the "
        "health of the targets, at the database, and at what was deployed last.",
        # O10: references give the names, and make both alarms first.
        AlarmRule=text('ALARM("{long}") AND ALARM("{short}")', long=Ref(long), short=Ref(short)),
        AlarmActions=[Ref(of_both)],
        OKActions=[Ref(of_both)],
    )
    return [long, short, both]


def _window(burn: Burn, window: Window, availability: float, load_balancer: Name, topic: sns.Topic) -> cloudwatch.Alarm:
    """Give the alarm of one window, which is a warning by itself.

    All metrics of an alarm have one period, so two windows are two alarms, and the alarm of both is made of them.
    """
    expression = f"IF(errors >= {FEWEST_FAILURES}, {times_budget(availability)} * errors / asked, 0)"
    return alarm(
        f"{burn.name}{window.name}Alarm",
        f"Over the last {window.words} requests have failed more than {burn.rate:g} times as fast as {availability:g} "
        f"percent availability allows. Look at the tasks' log; {burn.name}Alarm follows when the other window agrees.",
        [judged("burn", "Burn rate", expression), *traffic.shares(load_balancer, window.seconds)],
        Judgement("GreaterThanThreshold", burn.rate, 1, "notBreaching"),
        topic,
    )
