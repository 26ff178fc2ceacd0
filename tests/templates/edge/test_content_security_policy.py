"""The policy lets an ordinary build of React work, and little else."""

from pathlib import Path

import pytest

from tests.nests import properties
from tests.templates.edge.csp import Policy, parse, refused
from tests.templates.edge.sites import BALANCER_DOMAIN, WITHOUT_DOMAIN, edge_with, nest_with_site

SITE = "https://www.example.com/tasks/7"
API = f"https://{BALANCER_DOMAIN}"

# As `vite build` writes it, with a component library that sets a style.
VITE = """\
<!doctype html>
<html lang="en">
  <head>
    <meta charset="UTF-8" />
    <link rel="icon" type="image/svg+xml" href="/vite.svg" />
    <meta name="viewport" content="width=device-width, initial-scale=1.0" />
    <title>Tasks</title>
    <script type="module" crossorigin src="/assets/index-DkqJ3a5b.js"></script>
    <link rel="modulepreload" crossorigin href="/assets/react-B2fJx0Qe.js">
    <link rel="stylesheet" crossorigin href="/assets/index-CnE9x1Zf.css">
    <link rel="manifest" href="/manifest.webmanifest">
    <style data-emotion="css">.css-0{color:red}</style>
  </head>
  <body>
    <div id="root" style="min-height: 100vh"></div>
    <img src="/assets/logo-1f2e3d4c.png"><img src="data:image/png;base64,iVBORw0KGgo=">
  </body>
</html>
"""
# What the scripts and styles of such a build ask for when they run.
RUNNING = [
    ("connect-src", f"{API}/tasks"),
    ("connect-src", "/config.json"),
    ("worker-src", "/assets/worker-1a2b3c4d.js"),
    ("font-src", "/assets/inter-4d3c2b1a.woff2"),
    ("font-src", "data:font/woff2;base64,d09GMg=="),
    ("img-src", "data:image/svg+xml,%3csvg/%3e"),
    ("media-src", "/assets/done.mp3"),
    ("form-action", "/search"),
]
FOREIGN = [
    ("script-src", "https://evil.example/x.js"),
    ("script-src", "http://www.example.com/x.js"),
    ("script-src", "data:text/javascript,alert(1)"),
    ("script-src", "blob:https://www.example.com/1"),
    ("worker-src", "https://evil.example/x.js"),
    ("style-src", "https://evil.example/x.css"),
    ("img-src", "https://evil.example/x.png"),
    ("connect-src", "https://evil.example/"),
    ("connect-src", f"https://evil.{BALANCER_DOMAIN}/"),
    ("connect-src", f"http://{BALANCER_DOMAIN}/"),
    ("frame-src", "https://evil.example/"),
    ("object-src", "/x.swf"),
    ("base-uri", "https://evil.example/"),
    ("form-action", "https://evil.example/"),
    ("frame-ancestors", SITE),
]
HOSTILE = """\
<script>alert(1)</script><img src="/a.png" onerror="alert(1)"><iframe src="https://evil.example/"></iframe>
"""


@pytest.fixture
def policy(tmp_path: Path) -> Policy:
    """Give the policy of a site beside an API with a domain."""
    return _policy(edge_with(tmp_path))


def _policy(edge: dict[str, object]) -> Policy:
    headers = properties(edge, "SecurityHeadersPolicy")["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
    return parse(headers["ContentSecurityPolicy"]["ContentSecurityPolicy"])


def test_react_works(policy: Policy) -> None:
    """All that an ordinary page and its scripts ask for is allowed."""
    assert refused(policy, VITE, SITE) == []
    assert [entry for entry in RUNNING if not policy.allows(*entry, SITE)] == []


def test_the_rest_does_not(policy: Policy) -> None:
    """What comes from elsewhere is refused."""
    assert [entry for entry in FOREIGN if policy.allows(*entry, SITE)] == []


def test_no_inline_script(policy: Policy) -> None:
    """Scripts in the page, in attributes and made of texts are refused, and so is a foreign frame."""
    assert refused(policy, HOSTILE, SITE) == [
        ("frame-src", "https://evil.example/"),
        ("script-src", "inline"),
        ("script-src", "inline"),
    ]
    assert not policy.allows_eval()


def test_check_notices() -> None:
    """The check itself refuses the ordinary page where a policy is too strict, and allows all where there is none."""
    strict = parse("default-src 'none'")
    asked = ["img-src", "script-src", "script-src", "style-src", "manifest-src", "img-src", "img-src"]
    assert [directive for directive, _ in refused(strict, VITE, SITE)] == [*asked, "style-src", "style-src"]
    lax = parse("upgrade-insecure-requests")
    assert refused(lax, HOSTILE, SITE) == []
    assert lax.allows_eval()


def test_upgrades(policy: Policy) -> None:
    """A forgotten http:// in the page is asked for with TLS."""
    assert policy.directives["upgrade-insecure-requests"] == []


def test_without_a_domain(tmp_path: Path) -> None:
    """Without a domain of the API scripts connect to the site alone."""
    assert _policy(nest_with_site(tmp_path, {}, drop=WITHOUT_DOMAIN)["edge"]).sources("connect-src") == ["'self'"]
