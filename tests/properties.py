"""How hypothesis runs here: the same examples every time, so that a failure is the change's and nobody else's."""

from hypothesis import HealthCheck, settings

DETERMINISTIC = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=200,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
