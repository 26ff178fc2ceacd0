"""The verb `bootstrap`: the bucket that templates are uploaded to."""

import click

from tasktracker_cfn.cli.deploying import access_options, ending, reach


@click.command()
@click.argument("name", required=False, metavar="[SYSTEM/ENVIRONMENT]")
@access_options
def bootstrap(name: str | None, profile: str | None, region: str | None) -> None:
    """Make the artifact bucket of account and region, once; run again, it brings the bucket up to date or does nothing.

    The bucket is private, encrypted and versioned, takes TLS only, and is kept when its stack is deleted. With
    SYSTEM/ENVIRONMENT it is made where that one's configuration says.

    Exit code 0: the bucket is there. 2: the command or the configuration is wrong. 3: AWS refused, or it failed.
    """
    ending(lambda: run(name, profile, region))


def run(name: str | None, profile: str | None, region: str | None) -> int:
    """Make the bucket, and say so."""
    from tasktracker_cfn.deploy.packaging.bootstrap import bootstrap as made  # noqa: PLC0415 - boto3 takes a while to import

    gateway, identity = reach(name, profile, region)
    bucket, changed = made(gateway, identity, click.echo)
    state = "is ready" if changed else "is there, nothing to do"
    click.echo(f"the artifact bucket of {identity.account} in {identity.region} {state}: {bucket.name}")
    return 0
