"""Dashboards: one each of the API, the database and the site."""

from collections.abc import Sequence

from troposphere import AWSObject, cloudwatch


def shown(resources: Sequence[AWSObject]) -> list[AWSObject]:
    """Give the alarms among resources, whose state a dashboard shows."""
    return [item for item in resources if isinstance(item, (cloudwatch.Alarm, cloudwatch.CompositeAlarm))]
