"""How X-Ray samples what the service does, and which of its traces are kept at hand."""

from troposphere import AWSObject, xray

from tasktracker_cfn.config import SystemConfig, given_names
from tasktracker_cfn.config.telemetry import TracingConfig

# Between the rules of others, of which the default one is the last (10000).
PRIORITY = 1000


def build(system: SystemConfig, config: TracingConfig) -> list[AWSObject]:
    """Give the sampling rule of the service, and the group of its failed and slow traces."""
    name = given_names.trace_group(system)
    rule = xray.SamplingRuleProperty(
        RuleName=name,
        Priority=PRIORITY,
        FixedRate=config.sample_percent / 100,
        ReservoirSize=config.first_per_second,
        # The name by which the application is known to OpenTelemetry (OTEL_SERVICE_NAME).
        ServiceName=system.name,
        ServiceType="*",
        Host="*",
        HTTPMethod="*",
        URLPath="*",
        ResourceARN="*",
        Version=1,
    )
    slow = f"fault = true OR error = true OR responsetime > {config.slow_seconds:g}"
    group = xray.Group(
        "TraceGroup",
        GroupName=name,
        FilterExpression=f'service("{system.name}") AND ({slow})',
        InsightsConfiguration=xray.InsightsConfiguration(InsightsEnabled=False, NotificationsEnabled=False),
    )
    return [xray.SamplingRule("SamplingRule", SamplingRule=rule), group]
