"""Document 004's folder, its container and its bucket."""

from tests.systems.built import Item, System

FOLDER = "task-management-api/development"
CONTAINER = "api"


def uploads(system: System) -> Item:
    """Give the one bucket."""
    return system.one("AWS::S3::Bucket")
