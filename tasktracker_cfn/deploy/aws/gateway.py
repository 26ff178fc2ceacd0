"""The one door to AWS: nothing else imports boto3 or botocore.

A call is made with limits of time, paced and repeated while that can help (`pacing`), and what comes back is a value
(`answers`) or one of this project's errors (`refusals`). Every call can be made twice: those that change something
carry a token, or say how it shall be. So an answer that was lost repeats no effect.

The calls themselves stand by subject in `asking_stacks`, `asking_changes`, `asking_store` and `asking_running`.
"""

import json
import random
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import cast

import boto3
import botocore.session
from botocore import exceptions
from botocore.config import Config
from botocore.handlers import json_decode_template_body
from botocore.loaders import create_loader
from botocore.parsers import ResponseParserError
from botocore.utils import parse_timestamp

from tasktracker_cfn.deploy import masking
from tasktracker_cfn.deploy.aws import refusals
from tasktracker_cfn.deploy.aws.answers import stacks as answers
from tasktracker_cfn.deploy.aws.asking.changes import ChangeSetCalls
from tasktracker_cfn.deploy.aws.asking.running import RunningCalls
from tasktracker_cfn.deploy.aws.asking.stacks import CLOUDFORMATION, StackCalls
from tasktracker_cfn.deploy.aws.asking.store import StoreCalls
from tasktracker_cfn.deploy.aws.calling import Answer
from tasktracker_cfn.deploy.aws.clock import Clock
from tasktracker_cfn.deploy.aws.pacing import MOST_THROTTLED, MOST_UNANSWERED, Pace, wait
from tasktracker_cfn.deploy.aws.refusals import Refusal
from tasktracker_cfn.deploy.aws.values.stacks import DOMAIN, Identity
from tasktracker_cfn.deploy.aws.variables import variables
from tasktracker_cfn.errors import (
    AwsError,
    CommandError,
    CredentialsError,
    TargetError,
    UnreachableError,
    printable,
)

CONNECT_SECONDS = 10
READ_SECONDS = 60
CREDENTIALS = (
    exceptions.NoCredentialsError,
    exceptions.PartialCredentialsError,
    exceptions.CredentialRetrievalError,
    exceptions.TokenRetrievalError,
    exceptions.SSOError,
    exceptions.LoginError,
    exceptions.NoAuthTokenError,
    exceptions.RefreshWithMFAUnsupportedError,
    exceptions.MetadataRetrievalError,
)
UNANSWERED = (
    exceptions.HTTPClientError,
    exceptions.ConnectionError,
    exceptions.IncompleteReadError,
    ResponseParserError,
)
ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$")
# What AWS's configuration says and cannot be used.
UNUSABLE = (
    exceptions.ConfigNotFound,
    exceptions.ConfigParseError,
    exceptions.InvalidConfigError,
    exceptions.InvalidDefaultsMode,
    exceptions.InvalidRegionError,
    exceptions.InvalidRetryModeError,
)
# What botocore lets through of a source of credentials: a program or a file with a token that is not there, an answer
# that makes no sense, credentials that have expired when they come.
BROKEN = (OSError, RuntimeError, AttributeError, TypeError, KeyError)
SIGN_IN = "sign in (aws sso login), set AWS_PROFILE, or give --profile"
CONFIGURED = "look at the profile in AWS's configuration, and at the variables that begin with AWS_"


@dataclass(frozen=True)
class Access:
    """How AWS is reached; what is not given is found as every AWS tool finds it (environment, profile, role)."""

    region: str | None = None
    profile: str | None = None
    endpoint_url: str | None = None
    access_key: str | None = None
    secret_key: str | None = field(default=None, repr=False)
    session_token: str | None = field(default=None, repr=False)


class Gateway(StackCalls, ChangeSetCalls, StoreCalls, RunningCalls):
    """All calls to AWS, in plain words, with values in and out."""

    def __init__(
        self,
        access: Access,
        clock: Clock,
        chance: Callable[[], float] = random.random,
    ) -> None:
        """Take how AWS is reached, and the clock that is waited by.

        :param chance: a number of 0 to 1, which spreads repetitions
        :raises CommandError: when there is no such profile, or AWS's configuration file is broken
        """
        self._access = access
        self.profile = access.profile
        self._clock = clock
        self._chance = chance
        self._clients: dict[str, object] = {}
        self._paces: dict[str, tuple[Pace, datetime]] = {}
        self._below = below = botocore.session.get_session(variables())
        if access.profile:
            below.set_config_variable("profile", access.profile)
        try:
            below.register_component("data_loader", _models(below.get_config_variable("data_path")))
            below.get_component("response_parser_factory").set_parser_defaults(timestamp_parser=_moment)
            self._session = boto3.Session(
                botocore_session=below,
                region_name=access.region or None,
                profile_name=access.profile or None,
                aws_access_key_id=access.access_key,
                aws_secret_access_key=access.secret_key,
                aws_session_token=access.session_token,
            )
            # Asked for at once, so that a profile that is not there is none at any later call.
            below.get_scoped_config()
        except exceptions.ProfileNotFound as error:
            raise CommandError(_no_profile(below, error)) from error
        except UNUSABLE as error:
            raise _unusable(error) from error

    @property
    def clock(self) -> Clock:
        """Give the clock that is waited by."""
        return self._clock

    @property
    def region(self) -> str | None:
        """Give the region that is asked: the one that was given, or that environment or profile name."""
        return cast("str | None", self._session.region_name)

    def identity(self) -> Identity:
        """Give who asks.

        :raises CredentialsError: when nobody does
        :raises AwsError: when AWS says no
        """
        return answers.identity(self.call("sts", "get_caller_identity", {}), self.region or "", self._domain())

    def call(self, service: str, operation: str, parameters: Mapping[str, object]) -> Answer:
        """Call an operation, again while that can help; None among parameters is left out.

        :raises AwsError: when AWS says no, or nothing
        """
        given = {name: value for name, value in parameters.items() if value is not None}
        attempt = 0
        while True:
            self._keep_pace(service)
            try:
                answer = self._once(service, operation, given)
            except exceptions.ClientError as error:
                refusal = _refusal(service, error)
                most = MOST_THROTTLED if refusals.is_throttling(refusal) else MOST_UNANSWERED
                if refusals.is_throttling(refusal):
                    self._paces[service] = (self._pace(service).slower(), self._clock.now())
                if not refusals.may_pass(refusal) or attempt + 1 >= most:
                    raise refusals.error(refusal) from error
            except UNANSWERED as error:
                if isinstance(error, exceptions.SSLError) or attempt + 1 >= MOST_UNANSWERED:
                    raise UnreachableError(_name(operation), "", _said(error), refusals.UNKNOWN) from error
            else:
                self._paces[service] = (self._pace(service).faster(), self._clock.now())
                return answer
            self._clock.sleep(wait(attempt, self._chance()))
            attempt += 1

    def _once(self, service: str, operation: str, parameters: Mapping[str, object]) -> Answer:
        with _translated(operation):
            method = getattr(self._client(service), operation)
            return cast("Answer", method(**parameters))

    def _client(self, service: str) -> object:
        if service not in self._clients:
            config = Config(
                connect_timeout=CONNECT_SECONDS,
                read_timeout=READ_SECONDS,
                retries={"mode": "standard", "total_max_attempts": 1},
                user_agent_extra="tasktracker-cfn",
            )
            client = self._session.client(service, config=config, endpoint_url=self._access.endpoint_url)
            if service == CLOUDFORMATION:
                # A template in JSON is a text, too: `collecting` knows artifacts by the hash of theirs.
                client.meta.events.unregister("after-call.cloudformation.GetTemplate", json_decode_template_body)
            self._clients[service] = client
        return self._clients[service]

    def _domain(self) -> str:
        """Give the domain of the services of the region, as botocore knows it of each partition."""
        for partition in self._below.get_data("partitions")["partitions"]:
            if re.match(partition["regionRegex"], self.region or ""):
                return str(partition["outputs"]["dnsSuffix"])
        return DOMAIN

    def _pace(self, service: str) -> Pace:
        return self._paces[service][0] if service in self._paces else Pace()

    def _keep_pace(self, service: str) -> None:
        if service not in self._paces:
            return
        pace, last = self._paces[service]
        left = (last + timedelta(seconds=pace.gap) - self._clock.now()).total_seconds()
        # The machine's clock may have been set back meanwhile.
        if left > 0:
            self._clock.sleep(min(left, pace.gap))


def _moment(written: object) -> datetime:
    """Read a time; botocore's way takes a third of all that is done while events are followed."""
    if isinstance(written, str) and ISO.match(written):
        return datetime.fromisoformat(written)
    return cast("datetime", parse_timestamp(written))


@cache
def _models(path: str | None) -> object:
    """Give botocore's service models, read once: a verb has two gateways, and to read takes longer than to call.

    :param path: where AWS's configuration says that there are more of them
    """
    return cast("object", create_loader(path))


@contextmanager
def _translated(operation: str) -> Iterator[None]:
    """Turn botocore's own errors, but those of answers and of the network, into this project's."""
    try:
        yield
    except (exceptions.ClientError, *UNANSWERED):
        raise
    except CREDENTIALS as error:
        raise CredentialsError(_name(operation), "", _said(error), SIGN_IN) from error
    except exceptions.NoRegionError as error:
        message = "no region is set: give --region, or set AWS_REGION or the profile's region"
        raise TargetError(message) from error
    except UNUSABLE as error:
        raise _unusable(error) from error
    except exceptions.BotoCoreError as error:
        raise AwsError(_name(operation), "", _said(error)) from error
    except json.JSONDecodeError as error:
        raise CredentialsError(_name(operation), "", "credential_process prints no JSON", CONFIGURED) from error
    except ValueError as error:
        raise _unusable(error) from error
    except BROKEN as error:
        message = f"no credentials come from where AWS's configuration says: {_said(error)}"
        raise CredentialsError(_name(operation), "", message, f"{CONFIGURED}; or {SIGN_IN}") from error


def _no_profile(session: botocore.session.Session, error: exceptions.ProfileNotFound) -> str:
    there = ", ".join(sorted(session.available_profiles)) or "none"
    name = error.kwargs.get("profile")
    return printable(f"AWS's configuration has no profile {name}; give --profile or set AWS_PROFILE to one of: {there}")


def _unusable(error: Exception) -> CommandError:
    return CommandError(printable(f"AWS's configuration cannot be used: {_said(error)}; {CONFIGURED}"))


def _refusal(service: str, error: exceptions.ClientError) -> Refusal:
    response = cast("Mapping[str, Mapping[str, object]]", error.response)
    said, metadata = response.get("Error", {}), response.get("ResponseMetadata", {})
    status = metadata.get("HTTPStatusCode")
    return Refusal(
        operation=str(error.operation_name),
        code=str(said.get("Code", "")),
        message=str(said.get("Message", "")),
        status=status if isinstance(status, int) else 400,
        service=service,
    )


def _said(error: Exception) -> str:
    """Give what an error says, without the password of a proxy."""
    return masking.text(str(error))


def _name(operation: str) -> str:
    """Give an operation's name as AWS writes it."""
    return "".join(word.title() for word in operation.split("_"))
