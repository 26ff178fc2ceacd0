"""One more property, N05 and N06: what must be reached can be.

From every place where something runs, the services that it calls are within reach, over the internet or by endpoints;
requests reach the tasks, and the tasks and whoever else needs it reach the database.
"""

from tests.properties.subject import Complaints, Environment, of_each
from tests.reach.proof import unreachable


@of_each
def reached(environment: Environment) -> Complaints:
    """Give what cannot be reached, with what is in the way."""
    yield from unreachable(environment.built, environment.config.region)
