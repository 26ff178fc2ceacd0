"""What the tests of the fake start with."""

from tests.aws.fixtures import aws

__all__ = ["aws"]
