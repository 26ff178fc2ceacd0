"""Security headers are on every answer, in either way, with the same texts."""

import copy
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from templates.edge import security_headers
from tests.nests import of_type, properties
from tests.node import node
from tests.templates.edge.sites import LAMBDA, behaviours, edge_with

OWN_POLICY = "default-src 'none'; script-src https://cdn.example.com/%20?a=b&c"
# Calls the handler as Lambda does, with the event on standard input.
CALLER = """\
const { handler } = require(process.argv[1]);
const event = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
handler(event).then((response) => process.stdout.write(JSON.stringify(response)));
"""
# Of the headers that Lambda shows, the keys are in lower case.
ANSWERS: dict[str, dict[str, Any]] = {
    "page": {
        "status": "200",
        "statusDescription": "OK",
        "headers": {
            "content-type": [{"key": "Content-Type", "value": "text/html"}],
            "etag": [{"key": "ETag", "value": '"1"'}],
            "x-frame-options": [{"key": "x-frame-options", "value": "SAMEORIGIN"}],
            "content-security-policy": [
                {"key": "Content-Security-Policy", "value": "default-src *"},
                {"key": "Content-Security-Policy", "value": "img-src *"},
            ],
        },
    },
    "asset": {
        "status": "200",
        "statusDescription": "OK",
        "headers": {
            "content-type": [{"key": "Content-Type", "value": "text/javascript"}],
            "cache-control": [{"key": "Cache-Control", "value": "public, max-age=31536000, immutable"}],
            "via": [{"key": "Via", "value": "1.1 x"}],
        },
    },
    "redirect": {
        "status": "301",
        "statusDescription": "Moved Permanently",
        "headers": {"location": [{"key": "Location", "value": "/elsewhere"}]},
    },
    "forbidden": {
        "status": "403",
        "statusDescription": "Forbidden",
        "headers": {"content-type": [{"key": "Content-Type", "value": "application/xml"}]},
    },
    "nothing": {"status": "304", "statusDescription": "Not Modified", "headers": {}},
}


def _run(folder: Path, code: str, response: dict[str, Any]) -> dict[str, Any]:
    """Let the code of a function answer an event of CloudFront."""
    file = folder / "index.js"
    file.write_text(code, encoding="utf-8")
    event = {"Records": [{"cf": {"config": {"eventType": "origin-response"}, "request": {}, "response": response}}]}
    command = [node(), "-e", CALLER, str(file)]
    done = subprocess.run(
        command, input=json.dumps(event), capture_output=True, text=True, encoding="utf-8", check=True, timeout=30
    )
    answer = json.loads(done.stdout)
    assert isinstance(answer, dict)
    return answer


def _texts(edge: dict[str, Any]) -> dict[str, str]:
    """Give the headers as CloudFront writes them from its own policy."""
    config = properties(edge, "SecurityHeadersPolicy")["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
    assert [part["Override"] for part in config.values()] == [True] * 5
    transport = config["StrictTransportSecurity"]
    assert transport["IncludeSubdomains"] is True
    return {
        "Strict-Transport-Security": f"max-age={transport['AccessControlMaxAgeSec']}; includeSubDomains",
        "X-Content-Type-Options": "nosniff" if "ContentTypeOptions" in config else "",
        "X-Frame-Options": config["FrameOptions"]["FrameOption"],
        "Content-Security-Policy": config["ContentSecurityPolicy"]["ContentSecurityPolicy"],
        "Referrer-Policy": config["ReferrerPolicy"]["ReferrerPolicy"],
    }


def _code(edge: dict[str, Any]) -> str:
    return str(properties(edge, "SecurityHeadersFunction")["Code"]["ZipFile"])


def _version(edge: dict[str, Any]) -> str:
    (name,) = of_type(edge, "AWS::Lambda::Version")
    return name


@pytest.mark.parametrize("settings", [{}, {"content_security_policy": OWN_POLICY}])
@pytest.mark.parametrize("answer", ANSWERS)
def test_function(tmp_path: Path, answer: str, settings: dict[str, object]) -> None:
    """The emitted function sets all headers that the policy would set, over old ones, and touches nothing else."""
    given = ANSWERS[answer]
    expected = copy.deepcopy(given)
    for key, value in _texts(edge_with(tmp_path, **settings)).items():
        expected["headers"][key.lower()] = [{"key": key, "value": value}]
    assert _run(tmp_path, _code(edge_with(tmp_path, **LAMBDA, **settings)), given) == expected


def test_texts(tmp_path: Path) -> None:
    """The headers other than the policy for content have the usual strict values."""
    texts = _texts(edge_with(tmp_path))
    assert texts.pop("Content-Security-Policy").startswith("default-src 'self'; ")
    assert texts == {
        "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "strict-origin-when-cross-origin",
    }


def test_own_policy(tmp_path: Path) -> None:
    """A policy for content that is given is used as it is."""
    edge = edge_with(tmp_path, content_security_policy=OWN_POLICY)
    assert _texts(edge)["Content-Security-Policy"] == OWN_POLICY


def test_code_cannot_be_broken_out_of(tmp_path: Path) -> None:
    """Whatever a policy holds stays a text in the code."""
    odd = "\x07\U000e0001\"; throw 1; //\\' `${1}` __HEADERS__ \u2028\n*/</script>"
    answer = _run(tmp_path, security_headers.code(odd), ANSWERS["nothing"])
    assert answer["headers"]["content-security-policy"][0]["value"] == odd


def test_function_on_every_behaviour(tmp_path: Path) -> None:
    """Every behaviour lets a numbered version answer for the origin, and none has a policy as well."""
    edge = edge_with(tmp_path, **LAMBDA)
    wanted = [{"EventType": "origin-response", "LambdaFunctionARN": {"Ref": _version(edge)}}]
    for behaviour in behaviours(edge).values():
        assert behaviour["LambdaFunctionAssociations"] == wanted
        assert "ResponseHeadersPolicyId" not in behaviour
    assert not of_type(edge, "AWS::CloudFront::ResponseHeadersPolicy")


def test_policy_on_every_behaviour(tmp_path: Path) -> None:
    """Every behaviour has the policy, and there is no function."""
    edge = edge_with(tmp_path)
    for behaviour in behaviours(edge).values():
        assert behaviour["ResponseHeadersPolicyId"] == {"Ref": "SecurityHeadersPolicy"}
        assert "LambdaFunctionAssociations" not in behaviour
    assert not [name for name in edge["Resources"] if name.startswith(("SecurityHeadersF", "SecurityHeadersR"))]


def test_function_fits_the_edge(tmp_path: Path) -> None:
    """The function has nothing that the edge does not take, and is kept when it is removed, with its version."""
    edge = edge_with(tmp_path, **LAMBDA)
    function = properties(edge, "SecurityHeadersFunction")
    fixed = {"Runtime": "nodejs22.x", "Handler": "index.handler", "MemorySize": 128, "Timeout": 5}
    assert {key: function[key] for key in fixed} == fixed
    assert function.keys() == {*fixed, "Description", "Role", "Code", "Tags"}
    assert len(_code(edge)) <= 4096
    for name in ("SecurityHeadersFunction", _version(edge)):
        resource = edge["Resources"][name]
        assert (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == ("Retain", "Retain")
    assert properties(edge, _version(edge)) == {"FunctionName": {"Ref": "SecurityHeadersFunction"}}


def test_version_follows_the_code(tmp_path: Path) -> None:
    """Other code is another version, and the same code the same one."""
    first = _version(edge_with(tmp_path, **LAMBDA))
    assert _version(edge_with(tmp_path, **LAMBDA, html_seconds=1)) == first
    assert _version(edge_with(tmp_path, **LAMBDA, content_security_policy=OWN_POLICY)) != first
    assert first.isalnum()


def test_role(tmp_path: Path) -> None:
    """Lambda assumes the role for this account, and its principal at the edge without a condition it may not meet."""
    edge = edge_with(tmp_path, **LAMBDA)
    trust = properties(edge, "SecurityHeadersRole")["AssumeRolePolicyDocument"]["Statement"]
    found = {entry["Principal"]["Service"][0]: entry.get("Condition") for entry in trust}
    assert found == {
        "lambda.amazonaws.com": {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}},
        "edgelambda.amazonaws.com": None,
    }
    assert {action for entry in trust for action in entry["Action"]} == {"sts:AssumeRole"}


def test_logging(tmp_path: Path) -> None:
    """The function may write its own logs in any region, and do nothing else."""
    edge = edge_with(tmp_path, **LAMBDA)
    (policy,) = of_type(edge, "AWS::IAM::ManagedPolicy").values()
    assert policy["Properties"]["Roles"] == [{"Ref": "SecurityHeadersRole"}]
    (statement,) = policy["Properties"]["PolicyDocument"]["Statement"]
    assert statement["Action"] == ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]
    group = "/aws/lambda/us-east-1.${SecurityHeadersFunction}*"
    assert statement["Resource"] == [
        {"Fn::Sub": f"arn:${{AWS::Partition}}:logs:*:${{AWS::AccountId}}:log-group:{group}"}
    ]
