"""The way without this tool: the real `aws cloudformation package` and `deploy` meet the fake."""

import sys
from pathlib import Path

from tests.aws.fake import Fake
from tests.commands import REPOSITORY, run

AWS = Path(sys.executable).with_name("aws")


def test_package_and_deploy(tmp_path: Path) -> None:
    """A system is packaged, deployed and deployed again by the real commands, which find nothing to do then."""
    root, packaged = REPOSITORY / "out/tasktracker/demo/root.yaml", tmp_path / "packaged.yaml"
    # Every call takes two hours, so that the commands never wait.
    with Fake(per_call=7200) as aws:
        aws.bucket("artifacts")
        package: list[str | Path] = [
            "package",
            "--template-file",
            root,
            "--s3-bucket",
            "artifacts",
            "--output-template-file",
            packaged,
        ]
        ended = run(AWS, "cloudformation", *package, variables=aws.environment)
        assert ended.code == 0, ended
        deploy: list[str | Path] = ["deploy", "--template-file", packaged, "--stack-name", "demo", "--capabilities"]
        deploy += ["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND", "--no-fail-on-empty-changeset"]
        names = [name for name, spec in _parameters(aws, packaged).items() if spec is None]
        given = ["--parameter-overrides", *(f"{name}=arn:aws:acm:::{name}" for name in names)] if names else []
        ended = run(AWS, "cloudformation", *deploy, *given, variables=aws.environment)
        assert (ended.code, aws.stack("demo").status) == (0, "CREATE_COMPLETE"), ended
        # The command names its change sets by the second, and here nothing takes one: the first must be out of the way.
        aws.lose_change_sets("demo")
        ended = run(AWS, "cloudformation", *deploy, *given, variables=aws.environment)
        assert ended.code == 0, ended
        assert "No changes to deploy" in ended.out + ended.err


def _parameters(aws: Fake, packaged: Path) -> dict[str, str | None]:
    """Give the parameters of a template and their defaults."""
    asked = aws.client("cloudformation").get_template_summary(TemplateBody=packaged.read_text(encoding="utf-8"))
    return {one["ParameterKey"]: one.get("DefaultValue") for one in asked["Parameters"]}
