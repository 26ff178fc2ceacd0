"""Rules of the static site: its domain, its certificate, its region."""

from tests.config.rules.rule import CREATED_ZONE, Rule

RULES: dict[str, Rule] = {
    "site without the domain of its zone": Rule(
        {"edge.site": {"domain": "www.example.com"}, "edge.https.certificate": "parameter", "outputs": {}},
        "edge.site.domain",
        "needs edge.domain",
        {"edge.site": {}, "edge.https.certificate": "parameter", "outputs": {}},
        drop=("edge.domain",),
    ),
    "site with the load balancer's name": Rule(
        {"edge.site": {"domain": "task-management-api.example.com"}},
        "edge.site.domain",
        "each needs a name of its own",
        {"edge.site": {"domain": "www.example.com"}},
    ),
    "certificate of a site without domain": Rule(
        {"edge.site": {"certificate": "parameter"}},
        "edge.site.certificate",
        "has no meaning without a domain",
        {"edge.site": {"certificate": "parameter", "domain": "www.example.com"}},
    ),
    "site's certificate in a zone of this stack": Rule(
        {**CREATED_ZONE, "edge.site": {"domain": "www.example.com"}},
        "edge.site.certificate",
        "waits for ever",
        {**CREATED_ZONE, "edge.site": {"domain": "www.example.com", "certificate": "parameter"}},
    ),
    "site's certificate elsewhere": Rule(
        {"region": "eu-west-1", "edge.site": {"domain": "www.example.com"}},
        "edge.site.certificate",
        "CloudFront takes certificates of us-east-1 only",
        {"region": "eu-west-1", "edge.site": {"domain": "www.example.com", "certificate": "parameter"}},
    ),
    "firewall of a site elsewhere": Rule(
        {"region": "eu-west-1", "edge.site": {"waf": {}}},
        "edge.site.waf",
        "is made in us-east-1 only",
        {"region": "eu-west-1", "edge.site": {}, "edge.waf": {}},
    ),
    "access log of a site elsewhere": Rule(
        {"region": "eu-west-1", "edge.site": {"access_log": {}}},
        "edge.site.access_log",
        "is made in us-east-1 only",
        {"region": "eu-west-1", "edge.site": {"bucket_access_log": {}}},
    ),
    "the site's group of rules twice": Rule(
        {"edge.site": {"waf": {"managed_groups": ["php", "php"]}}},
        "edge.site.waf.managed_groups",
        'names "php" twice',
        {"edge.site": {"waf": {"managed_groups": ["php"]}}},
    ),
    "edge function elsewhere": Rule(
        {"region": "eu-west-1", "edge.site": {"security_headers": "lambda-edge"}},
        "edge.site.security_headers",
        "must be in us-east-1",
        {"edge.site": {"security_headers": "lambda-edge"}},
    ),
    "origin access control in China": Rule(
        {"region": "cn-north-1", "edge.site": {"additional_metrics": False}},
        "edge.site.origin_access",
        'choose "oai"',
        {"region": "cn-north-1", "edge.site": {"additional_metrics": False, "origin_access": "oai"}},
    ),
    "additional metrics in China": Rule(
        {"region": "cn-north-1", "edge.site": {"origin_access": "oai"}},
        "edge.site.additional_metrics",
        "set it to false",
        {"region": "cn-north-1", "edge.site": {"additional_metrics": False, "origin_access": "oai"}},
    ),
    "site in GovCloud": Rule(
        {"region": "us-gov-west-1", "edge.site": {}},
        "edge.site",
        "there is no CloudFront in us-gov-west-1",
        {"region": "us-gov-west-1"},
    ),
}
