"""Between the front door and the services: read, count, let go wrong what is ordered to, answer."""

from collections.abc import Callable, Mapping
from email.utils import format_datetime
from typing import Any

from botocore import xform_name

from tests.aws.faults import Call, Faults
from tests.aws.refusal import Refused
from tests.aws.timeline import Timeline
from tests.aws.wire import reading, writing
from tests.aws.wire.asked import Asked
from tests.aws.wire.models import SIGNED_AS

Handler = Callable[[dict[str, Any]], dict[str, Any]]
Service = Mapping[str, Handler]


class Desk:
    """Hands requests to the services, one at a time; `per_call` is how many fake seconds each of them takes."""

    def __init__(self, services: Mapping[str, Service], timeline: Timeline, per_call: float = 0.0) -> None:
        """Begin with nothing ordered."""
        self.services = services
        self.timeline = timeline
        self.per_call = per_call
        self.faults = Faults()
        self.calls: list[Call] = []
        self.defects: list[Exception] = []

    def answer(self, asked: Asked) -> writing.Answer | None:
        """Give the answer to a request, or None for silence."""
        with self.timeline.lock:
            self.timeline.catch_up()
            self.timeline.advance(self.per_call)
            operation, parameters = reading.read(asked)
            service = SIGNED_AS.get(asked.service, asked.service)
            try:
                values, lost = self._done(service, operation, parameters)
            except Exception as error:  # noqa: BLE001 - a defect of the fake is told to the test at its end
                refused = error if isinstance(error, Refused) else Refused("InternalFailure", repr(error))
                if refused is not error:
                    self.defects.append(error)
                self.calls.append(Call(service, operation, parameters, refused.code))
                return writing.refusal(asked.service, refused, asked.method)
            self.calls.append(Call(service, operation, parameters, "lost" if lost else ""))
            return None if lost else self._dated(writing.answer(asked.service, operation, values))

    def _dated(self, answer: writing.Answer) -> writing.Answer:
        return answer._replace(headers={**answer.headers, "Date": format_datetime(self.timeline.now(), usegmt=True)})

    def _done(self, service: str, operation: str, parameters: dict[str, Any]) -> tuple[dict[str, Any], bool]:
        """Give what an operation answers, and whether its answer gets lost."""
        if self.faults.expired():
            code = "ExpiredToken" if service in {"s3", "sts", "cloudformation"} else "ExpiredTokenException"
            raise Refused(code, "The security token included in the request is expired", 403)
        fault = self.faults.due(service, operation)
        if fault and fault.refused:
            raise fault.refused
        if fault and fault.kind == "lose request":
            return {}, True
        handler = self.services.get(service, {}).get(xform_name(operation))
        if handler is None:
            message = f"the fake does not know {service}.{operation}"
            raise Refused("NotImplemented", message, 501)
        return handler(parameters), bool(fault)


def methods(*holders: object) -> dict[str, Handler]:
    """Give the operations that some objects hold, by boto3's names."""
    return {
        name: getattr(holder, name)
        for holder in holders
        for name in dir(holder)
        if name[0] != "_" and callable(getattr(holder, name))
    }
