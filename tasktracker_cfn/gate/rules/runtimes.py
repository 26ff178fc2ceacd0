"""Runtimes of Lambda, by the days from which they are no longer made or mended.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html, as of cfn-lint 1.58 (2026-10-20).
"""

from datetime import date

from tasktracker_cfn.gate.rules.dates import KNOWN, table

# From these days on no function can be made.
BLOCKED = table(
    "dotnetcore1.0 2019-06-30, dotnetcore2.0 2019-05-30, dotnetcore2.1 2022-01-05, dotnetcore3.1 2023-04-03, "
    "go1.x 2024-02-08, java8 2024-02-08, nodejs 2016-09-30, nodejs4.3 2020-02-03, nodejs4.3-edge 2019-03-31, "
    "nodejs6.10 2019-07-12, nodejs8.10 2020-02-04, nodejs10.x 2021-07-30, nodejs12.x 2023-03-31, "
    "nodejs14.x 2024-01-09, provided 2024-02-08, python2.7 2021-07-15, python3.6 2022-07-18, python3.7 2024-01-09, "
    "ruby2.5 2021-07-30, ruby2.7 2024-01-09"
)
# From these days on they get no more patches.
DEPRECATED = table(
    "dotnet6 2024-12-20, dotnet7 2024-05-14, dotnet8 2026-11-10, dotnet9 2026-11-10, java8.al2 2027-06-30, "
    "java11 2027-06-30, java17 2027-06-30, nodejs16.x 2024-06-12, nodejs18.x 2025-09-01, nodejs20.x 2026-04-30, "
    "nodejs22.x 2027-04-30, provided.al2 2026-07-31, python3.8 2024-10-14, python3.9 2025-12-15, "
    "python3.10 2026-10-31, python3.11 2027-06-30, ruby3.2 2026-03-31, ruby3.3 2027-03-31"
)


def blocked(runtime: str) -> date | None:
    """Give the day since which no function is made with a runtime."""
    return _past(BLOCKED.get(runtime))


def deprecated(runtime: str) -> date | None:
    """Give the day since which a runtime gets no more patches."""
    return _past(DEPRECATED.get(runtime))


def is_out(runtime: str | None) -> bool:
    """Tell whether a rule says of a runtime that its time is over."""
    return runtime is not None and (blocked(runtime) or deprecated(runtime)) is not None


def _past(day: date | None) -> date | None:
    return day if day is not None and day <= KNOWN else None
