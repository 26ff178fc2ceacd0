"""Base images and sidecars by tag, whose software gets no more patches.

Ends by https://endoflife.date as of 2026-08-22. Only the images that Docker publishes as official count, under any of
the registries that carry them: another repository of the same name may hold anything.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from tasktracker_cfn.gate.rules.dates import KNOWN, major, table
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_text
from tasktracker_cfn.model.system import Item, System
from tasktracker_cfn.model.tasks import CONTAINERS, DEFINITION, entries_of

OFFICIAL = re.compile(
    r"(?:(?:docker\.io|public\.ecr\.aws/docker|registry-1\.docker\.io)/)?(?:library/)?(?P<name>[a-z0-9-]+):v?(?P<tag>[^@]+)(?:@.*)?"
)
X_RAY = re.compile(r"(?:(?:docker\.io/)?amazon/aws-xray-daemon|public\.ecr\.aws/xray/aws-xray-daemon)(?:[:@].*)?")
ENDS: Mapping[str, Mapping[str, date]] = {
    "alpine": table(
        "3.15 2023-11-01, 3.16 2024-05-23, 3.17 2024-11-22, 3.18 2025-05-09, 3.19 2025-11-01, 3.20 2026-04-01, "
        "3.21 2026-11-01, 3.22 2027-05-01, 3.23 2027-11-01"
    ),
    # Until the end of their long-term support.
    "debian": table("8 2020-06-30, 9 2022-07-01, 10 2024-06-30, 11 2026-08-31, 12 2028-06-30, 13 2030-06-30"),
    "golang": table(
        "1.19 2023-09-06, 1.20 2024-02-06, 1.21 2024-08-13, 1.22 2025-02-11, 1.23 2025-08-12, 1.24 2026-02-10, "
        "1.25 2026-08-19"
    ),
    "mariadb": table(
        "10.2 2022-05-23, 10.3 2023-05-25, 10.4 2024-06-18, 10.5 2025-06-24, 10.6 2026-07-06, 10.11 2028-02-16"
    ),
    "mongo": table("4.0 2022-04-30, 4.2 2023-04-30, 4.4 2024-02-29, 5.0 2024-10-31, 6.0 2025-07-31, 7.0 2027-08-31"),
    "mysql": table("5.5 2018-12-31, 5.6 2021-02-28, 5.7 2023-10-31, 8.0 2026-04-30, 8.4 2032-04-30"),
    "nginx": table(
        "1.18 2021-04-20, 1.20 2022-05-24, 1.22 2023-04-11, 1.23 2023-05-23, 1.24 2024-04-23, 1.25 2024-05-29, "
        "1.26 2025-04-23, 1.27 2025-06-24, 1.28 2026-04-14, 1.29 2026-05-13"
    ),
    "node": table(
        "8 2019-12-31, 10 2021-04-30, 12 2022-04-30, 14 2023-04-30, 16 2023-09-11, 17 2022-06-01, 18 2025-04-30, "
        "19 2023-06-01, 20 2026-04-30, 21 2024-06-01, 22 2027-04-30, 23 2025-06-01, 24 2028-04-30, 25 2026-06-01"
    ),
    "php": table(
        "5.6 2018-12-31, 7.2 2020-11-30, 7.3 2021-12-06, 7.4 2022-11-28, 8.0 2023-11-26, 8.1 2025-12-31, 8.2 2026-12-31"
    ),
    "postgres": table(
        "9.6 2021-11-11, 10 2022-11-10, 11 2023-11-09, 12 2024-11-21, 13 2025-11-13, 14 2026-11-12, 15 2027-11-11"
    ),
    "python": table(
        "2.7 2020-01-01, 3.5 2020-09-30, 3.6 2021-12-23, 3.7 2023-06-27, 3.8 2024-10-07, 3.9 2025-10-31, "
        "3.10 2026-10-31, 3.11 2027-10-31"
    ),
    "redis": table("5 2022-04-27, 5.0 2022-04-27, 6.0 2022-05-31, 6.2 2027-04-01, 7.0 2024-07-29, 7.2 2029-12-01"),
    "ruby": table(
        "2.5 2021-03-31, 2.6 2022-03-31, 2.7 2023-03-31, 3.0 2024-04-23, 3.1 2025-03-26, 3.2 2026-03-31, 3.3 2027-03-31"
    ),
    "traefik": table(
        "1.7 2021-12-31, 2.10 2024-02-12, 2.11 2026-02-01, 3.0 2024-07-15, 3.1 2024-10-28, 3.2 2025-01-06"
    ),
    "ubuntu": table(
        "14.04 2019-04-02, 16.04 2021-04-02, 18.04 2023-05-31, 20.04 2025-05-31, 22.04 2027-04-01, 24.04 2029-05-31"
    ),
}
# Of an official image the end of its tag names a distribution; that of Amazon is an image of its own.
AMAZON_LINUX = re.compile(
    r"(?:public\.ecr\.aws/amazonlinux/|docker\.io/library/|library/)?amazonlinux:(?P<tag>1|2|2018\.03)(?:\..*|-.*)?"
)


@rule(
    "image-supported",
    rows="E22",
    severity="warning",
    why="An image whose software has reached its end of life gets no more security patches.",
    remedy="Take a newer tag.",
    source="https://endoflife.date",
)
def image_supported(system: System) -> Iterator[Fault]:
    """A container has an image whose software is still mended."""
    for task, number, image in _images(system):
        found = _ended(image)
        if found:
            yield Fault(task, f"runs {image}: {found}", CONTAINERS, number, "Image")


@rule(
    "no-x-ray-daemon",
    severity="warning",
    why="The daemon and the SDKs of X-Ray are in maintenance mode since 2026-02-25: they get security patches only.",
    remedy="Send traces by OpenTelemetry, with the collector of AWS Distro for OpenTelemetry.",
    source="https://docs.aws.amazon.com/xray/latest/devguide/xray-sdk-daemon-timeline.html",
)
def no_x_ray_daemon(system: System) -> Iterator[Fault]:
    """No container is the daemon of X-Ray."""
    for task, number, image in _images(system):
        if X_RAY.fullmatch(image):
            yield Fault(task, f"runs {image}", CONTAINERS, number, "Image")


def _images(system: System) -> Iterator[tuple[Item, int, str]]:
    for task in system.of(DEFINITION):
        for number, container in entries_of(task):
            image = known_text(container.get("Image"))
            if image is not None:
                yield task, number, image


def _ended(image: str) -> str | None:
    if found := AMAZON_LINUX.fullmatch(image):
        return f"Amazon Linux {found['tag']} reached its end of life"
    official = OFFICIAL.fullmatch(image)
    versions = ENDS.get(official["name"]) if official else None
    if official is None or versions is None:
        return None
    name = major(official["tag"], versions)
    if name is None or versions[name] > KNOWN:
        return None
    return f"{official['name']} {name} reached its end of life on {versions[name]}"
