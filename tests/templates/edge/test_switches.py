"""Settings of the load balancer and its domain that the shipped systems do not use do what they say."""

from pathlib import Path

from tests.nests import nest_with, of_type, properties
from tests.templates.switches import CREATED_ZONE


def test_certificate_as_parameter(tmp_path: Path) -> None:
    """A certificate from outside comes as a parameter of the root and is the listener's."""
    nest = nest_with(tmp_path, {"edge.https.certificate": "parameter"})
    assert nest["root"]["Parameters"]["CertificateArn"]["AllowedPattern"].startswith("^arn:aws")
    assert properties(nest["root"], "Edge")["Parameters"]["CertificateArn"] == {"Ref": "CertificateArn"}
    assert properties(nest["edge"], "HttpsListener")["Certificates"] == [{"CertificateArn": {"Ref": "CertificateArn"}}]
    assert not of_type(nest["edge"], "AWS::CertificateManager::Certificate")


def test_created_zone(tmp_path: Path) -> None:
    """A hosted zone of the stack holds the record, is kept, and tells its name servers."""
    nest = nest_with(tmp_path, CREATED_ZONE)
    zone = nest["edge"]["Resources"]["HostedZone"]
    assert zone["Properties"]["Name"] == "task-management-api.example.com"
    assert (zone["DeletionPolicy"], zone["UpdateReplacePolicy"]) == ("Retain", "Retain")
    assert properties(nest["edge"], "DomainRecord")["HostedZoneId"] == {"Ref": "HostedZone"}
    assert nest["root"]["Outputs"]["NameServers"]["Value"] == {"Fn::GetAtt": ["Edge", "Outputs.NameServers"]}
    assert "HostedZoneId" not in nest["root"]["Parameters"]


def test_plain_http(tmp_path: Path) -> None:
    """Without HTTPS the load balancer listens on 80 alone and forwards."""
    nest = nest_with(tmp_path, drop=["edge.https", "edge.domain"])
    (listener,) = of_type(nest["edge"], "AWS::ElasticLoadBalancingV2::Listener").values()
    assert listener["Properties"]["DefaultActions"][0]["Type"] == "forward"
    ingress = properties(nest["network"], "LoadBalancerSecurityGroup")["SecurityGroupIngress"]
    assert [rule["FromPort"] for rule in ingress] == [80]
    assert nest["root"]["Outputs"]["Url"]["Value"]["Fn::Sub"].startswith("http://")


def test_url_without_domain(tmp_path: Path) -> None:
    """The address is the load balancer's own name, which the edge gives also when nothing else asks for it."""
    nest = nest_with(tmp_path, {"outputs": {"Url": "url"}}, ("edge.domain", "edge.https"))
    assert nest["root"]["Outputs"]["Url"]["Value"] == {"Fn::Sub": "http://${Edge.Outputs.LoadBalancerDnsName}"}
    assert "LoadBalancerDnsName" in nest["edge"]["Outputs"]
