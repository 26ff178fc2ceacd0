"""Document 004: a Flask API in private subnets behind HTTPS, with PostgreSQL and a bucket for uploads."""

import re
from collections.abc import Mapping

from tasktracker_cfn.model.values import Reference, Text, Value
from tests.systems import alarms, database, network, plaintext, policies, region, rules, scaling, tags, tasks, traffic
from tests.systems.built import Item, System, follow, number, pairs, text, true

FOLDER = "task-management-api/development"
CONTAINER = "api"


def uploads(system: System) -> Item:
    """Give the one bucket."""
    return system.one("AWS::S3::Bucket")


def expiring(system: System) -> list[tuple[str, Mapping[str, Value]]]:
    """Give the lifecycle rules in force that expire current objects, each with the prefix that limits it."""
    return [
        (str(rule.get("Prefix") or follow(rule.get("Filter"), "Prefix")), rule)
        for rule in uploads(system).entries("LifecycleConfiguration", "Rules")
        if rule.get("Status") == "Enabled" and ("ExpirationInDays" in rule or "ExpirationDate" in rule)
    ]


def outside_least_privilege(system: System) -> list[str]:
    """Give the groups beside the load balancer's that let anybody in."""
    return [
        str(group)
        for group in system.of("AWS::EC2::SecurityGroup")
        if group != traffic.load_balancer_group(system) and rules.open_to_internet(system, group)
    ]


def test_s4_02_the_api_runs_on_fargate(system: System) -> None:
    """The service runs on Fargate, in a cluster of this system."""
    assert tasks.on_fargate(system)
    assert system.at(tasks.service(system).get("Cluster")) == system.one("AWS::ECS::Cluster")


def test_s4_03_at_least_two_tasks_run(system: System) -> None:
    """The service starts with two tasks or more and is never scaled below two."""
    assert number(tasks.service(system).get("DesiredCount")) >= 2
    assert number(scaling.target(system).get("MinCapacity")) == 2


def test_s4_04_up_to_ten_tasks_run(system: System) -> None:
    """The service is scaled to ten tasks at most."""
    assert number(scaling.target(system).get("MaxCapacity")) == 10


def test_s4_05_scaling_holds_the_cpu_at_seventy_percent(system: System) -> None:
    """A target tracking policy of the scalable target holds the service's CPU at 70 percent."""
    assert scaling.tracked(system) == {"ECSServiceAverageCPUUtilization": 70}


def test_s4_06_a_task_has_512_mib(system: System) -> None:
    """A task has 512 MiB of memory."""
    assert number(tasks.definition(system).get("Memory")) == 512


def test_s4_07_a_task_has_a_quarter_of_a_cpu(system: System) -> None:
    """A task has 256 CPU units."""
    assert number(tasks.definition(system).get("Cpu")) == 256


def test_s4_09_the_database_is_postgresql_15(system: System) -> None:
    """The engine is PostgreSQL 15."""
    assert database.database(system).get("Engine") == "postgres"
    assert database.major_version(system) == "15"


def test_s4_10_the_database_is_small(system: System) -> None:
    """The database is a db.t3.micro."""
    assert database.database(system).get("DBInstanceClass") == "db.t3.micro"


def test_s4_11_the_database_has_20_gb(system: System) -> None:
    """The database has 20 GB of storage."""
    assert number(database.database(system).get("AllocatedStorage")) == 20


def test_s4_12_the_database_is_on_gp3(system: System) -> None:
    """The database's storage is gp3."""
    assert database.database(system).get("StorageType") == "gp3"


def test_s4_13_the_database_has_a_standby(system: System) -> None:
    """The database is deployed in several zones."""
    assert true(database.database(system).get("MultiAZ"))


def test_s4_14_backups_are_kept_for_seven_days(system: System) -> None:
    """Automated backups are kept for 7 days."""
    assert number(database.database(system).get("BackupRetentionPeriod")) == 7


def test_s4_15_the_database_is_called_taskdb(system: System) -> None:
    """The database's name is taskdb."""
    assert database.database(system).get("DBName") == "taskdb"


def test_s4_16_the_database_listens_on_5432(system: System) -> None:
    """The database's port is 5432, written or by default."""
    assert database.database(system).get("Port") in (None, 5432, "5432")


def test_s4_17_database_credentials_are_not_written_out(system: System) -> None:
    """The master password is a dynamic reference to a secret whose password is generated."""
    assert isinstance(database.database(system).get("MasterUserPassword"), Text)
    assert database.secret(system).get("SecretString") is None
    assert database.secret(system).get("GenerateSecretString", "GenerateStringKey") == "password"


def test_s4_18_the_password_is_in_secrets_manager(system: System) -> None:
    """The master password is read from Secrets Manager."""
    assert database.secret(system).type == "AWS::SecretsManager::Secret"


def test_s4_19_the_database_takes_5432_from_the_application_only(system: System) -> None:
    """The database's group lets in port 5432 from the tasks' group and nothing else."""
    assert rules.inbound(system, database.group(system)) == [rules.tcp(5432, tasks.group(system))]


def test_s4_20_the_database_is_not_public(system: System) -> None:
    """The database is not publicly accessible and in private subnets of two zones."""
    assert database.database(system).get("PubliclyAccessible") in (False, "false")
    assert "public" not in {network.kind_of(system, subnet) for subnet in database.subnets(system)}
    assert len(network.zones(database.subnets(system))) == 2


def test_s4_21_the_application_has_a_bucket_for_uploads(system: System) -> None:
    """The task role may put objects into a bucket of this system."""
    objects = f"<{uploads(system)}.Arn>/photo.png"
    assert policies.allows(system, tasks.role(system, "TaskRoleArn"), "s3:PutObject", objects)


def test_s4_22_uploads_are_versioned(system: System) -> None:
    """The bucket keeps versions."""
    assert uploads(system).get("VersioningConfiguration", "Status") == "Enabled"


def test_s4_23_uploads_are_encrypted_with_aes_256(system: System) -> None:
    """The bucket's default encryption is AES256."""
    (rule,) = uploads(system).entries("BucketEncryption", "ServerSideEncryptionConfiguration")
    assert follow(rule, "ServerSideEncryptionByDefault", "SSEAlgorithm") == "AES256"


def test_s4_24_archived_uploads_go_after_90_days(system: System) -> None:
    """A lifecycle rule in force expires objects below archived after 90 days."""
    archived = [rule for prefix, rule in expiring(system) if prefix in ("archived", "archived/")]
    assert [number(rule.get("ExpirationInDays")) for rule in archived] == [90]


def test_s4_25_versions_of_archived_uploads_go_as_well(system: System) -> None:
    """The rule expires noncurrent versions too, without which a versioned bucket deletes nothing."""
    for _, rule in expiring(system):
        assert number(follow(rule, "NoncurrentVersionExpiration", "NoncurrentDays")) >= 1


def test_s4_26_only_archived_uploads_go(system: System) -> None:
    """No lifecycle rule expires current objects outside the prefix."""
    assert {prefix.rstrip("/") for prefix, _ in expiring(system)} == {"archived"}


def test_s4_27_uploads_are_not_public(system: System) -> None:
    """All four blocks against public access are on, and no statement allows everybody in."""
    block = uploads(system).get("PublicAccessBlockConfiguration")
    for name in ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"):
        assert true(follow(block, name))
    statements = policies.bucket_statements(system, uploads(system))
    assert [entry for entry in statements if entry.get("Effect") == "Allow" and entry.get("Principal") == "*"] == []


def test_s4_28_the_vpc_has_its_block(system: System) -> None:
    """The VPC's block is 10.0.0.0/16."""
    assert str(network.block(system.one("AWS::EC2::VPC"))) == "10.0.0.0/16"


def test_s4_29_the_public_subnets_have_their_blocks(system: System) -> None:
    """The public subnets are 10.0.1.0/24 and 10.0.2.0/24."""
    assert network.blocks(network.subnets(system, "public")) == {"10.0.1.0/24", "10.0.2.0/24"}


def test_s4_30_the_private_subnets_have_their_blocks(system: System) -> None:
    """The private subnets are 10.0.10.0/24 and 10.0.11.0/24."""
    others = set(network.subnets(system)) - set(network.subnets(system, "public"))
    assert network.blocks(tuple(others)) == {"10.0.10.0/24", "10.0.11.0/24"}


def test_s4_31_subnets_span_two_zones(system: System) -> None:
    """Public and private subnets each lie in two zones, and these are the same."""
    public = network.zones(network.subnets(system, "public"))
    private = network.zones(network.subnets(system, "private"))
    assert len(public) == 2
    assert public == private


def test_s4_32_public_subnets_have_an_internet_gateway(system: System) -> None:
    """An internet gateway is attached to the VPC, and the public subnets' default route leads to it."""
    attached = network.gateways_attached_to(system, system.one("AWS::EC2::VPC"))
    public = network.subnets(system, "public")
    routes = [
        route for subnet in public for route in network.default_routes(system, network.route_table(system, subnet))
    ]
    assert public
    assert {system.at(route.get("GatewayId")) for route in routes} == attached != set()


def test_s4_33_private_subnets_have_a_nat_gateway(system: System) -> None:
    """Every private subnet's default route leads to a NAT gateway with an address in a public subnet."""
    others = set(network.subnets(system)) - set(network.subnets(system, "public"))
    assert {network.kind_of(system, subnet) for subnet in others} == {"private"}
    for gateway in system.of("AWS::EC2::NatGateway"):
        assert system.at(gateway.get("SubnetId")) in network.subnets(system, "public")
        address = system.at(gateway.get("AllocationId"))
        assert address is not None
        assert address.type == "AWS::EC2::EIP"


def test_s4_34_public_and_private_subnets_share_no_route_table(system: System) -> None:
    """Every subnet has a table of its own choice, and none serves both the load balancer and the rest."""
    balancer = system.all_at(traffic.load_balancer(system).get("Subnets"))
    inside = (*tasks.subnets(system), *database.subnets(system))
    public = {network.route_table(system, subnet) for subnet in balancer}
    private = {network.route_table(system, subnet) for subnet in inside}
    assert not public & private
    assert public | private == {network.route_table(system, subnet) for subnet in network.subnets(system)}


def test_s4_35_tasks_run_in_private_subnets(system: System) -> None:
    """Tasks run in private subnets of two zones and have no public address."""
    assert {network.kind_of(system, subnet) for subnet in tasks.subnets(system)} == {"private"}
    assert len(network.zones(tasks.subnets(system))) == 2
    assert not tasks.has_public_address(system)


def test_s4_36_the_load_balancer_faces_the_internet(system: System) -> None:
    """The load balancer is internet-facing and in public subnets of two zones."""
    balancer = traffic.load_balancer(system)
    subnets = system.all_at(balancer.get("Subnets"))
    assert balancer.get("Scheme") in (None, "internet-facing")
    assert balancer.get("Type") in (None, "application")
    assert {network.kind_of(system, subnet) for subnet in subnets} == {"public"}
    assert len(network.zones(subnets)) == 2


def test_s4_37_https_is_served_on_443(system: System) -> None:
    """The listener for HTTPS on 443 has a certificate and forwards to the service's target group."""
    listener = traffic.listener(system, "HTTPS", 443)
    group = traffic.target_group(system, CONTAINER)
    assert traffic.forwarded(system, listener.get("DefaultActions")) == {group}
    assert follow(listener.entries("Certificates"), 0, "CertificateArn") is not None


def test_s4_38_http_only_redirects(system: System) -> None:
    """The listener for HTTP on 80 redirects to HTTPS on 443, and nothing is served over HTTP."""
    assert traffic.listener(system, "HTTP", 80) in system.items
    assert traffic.served_over_http(system) == []


def test_s4_39_health_is_asked_for_at_health(system: System) -> None:
    """The target group's health check is GET /health."""
    group = traffic.target_group(system, CONTAINER)
    assert group.get("HealthCheckPath") == "/health"
    assert group.get("HealthCheckProtocol") in (None, "HTTP")


def test_s4_40_200_is_healthy(system: System) -> None:
    """Only an answer of 200 is healthy."""
    assert traffic.target_group(system, CONTAINER).get("Matcher", "HttpCode") in (None, "200")


def test_s4_41_the_way_to_the_service_is_whole(system: System) -> None:
    """Listener, target group, both security groups, service and container agree on the way in."""
    assert traffic.breaks(system, CONTAINER) == []


def test_s4_42_the_load_balancer_takes_http_and_https(system: System) -> None:
    """The load balancer's group lets in 80 and 443 from anywhere, and nothing else."""
    inbound = rules.inbound(system, traffic.load_balancer_group(system))
    assert {rule for rule in inbound if rule.peer != "::/0"} == {
        rules.tcp(80, rules.INTERNET),
        rules.tcp(443, rules.INTERNET),
    }
    assert all(rule.first == rule.last and rule.first in (80, 443) for rule in inbound)


def test_s4_43_the_load_balancer_sends_to_the_application_only(system: System) -> None:
    """The load balancer's group lets out to the tasks' group only."""
    outbound = rules.outbound(system, traffic.load_balancer_group(system))
    assert {rule.peer for rule in outbound} == {tasks.group(system)}


def test_s4_44_the_application_takes_8000_from_the_load_balancer_only(system: System) -> None:
    """The tasks' group lets in port 8000 from the load balancer's group and nothing else."""
    expected = [rules.tcp(8000, traffic.load_balancer_group(system))]
    assert rules.inbound(system, tasks.group(system)) == expected


def test_s4_45_the_application_listens_on_8000(system: System) -> None:
    """The container exposes port 8000."""
    assert tasks.container_ports(system, CONTAINER) == [8000]


def test_s4_46_the_application_reaches_the_database(system: System) -> None:
    """The tasks' group lets 5432 out to the database's group."""
    assert rules.tcp(5432, database.group(system)) in rules.outbound(system, tasks.group(system))


def test_s4_47_the_application_reaches_nothing_else(system: System) -> None:
    """Beyond the database, the tasks' group lets out only 443 and DNS."""
    beyond = [rule for rule in rules.outbound(system, tasks.group(system)) if rule.peer != database.group(system)]
    assert all(rule.protocol in ("tcp", "udp") and rule.first == rule.last for rule in beyond)
    assert {rule.first for rule in beyond} <= {443, 53}


def test_s4_48_groups_have_descriptive_names(system: System) -> None:
    """Each security group has a name, and a description of several words."""
    groups = system.of("AWS::EC2::SecurityGroup")
    assert len(groups) == 3
    for group in groups:
        assert group.get("GroupName") or pairs(group.get("Tags")).get("Name")
        assert len(text(group.get("GroupDescription")).split()) > 1


def test_s4_49_only_the_load_balancer_is_open_to_the_internet(system: System) -> None:
    """No group but the load balancer's lets anybody in."""
    assert outside_least_privilege(system) == []


def test_s4_50_the_execution_role_pulls_the_image(system: System) -> None:
    """ECS may assume the execution role, which may sign in to ECR and pull from the image's repository."""
    role = tasks.role(system, "ExecutionRoleArn")
    assert policies.trusted(role) == {"ecs-tasks.amazonaws.com"}
    assert policies.allows(system, role, "ecr:GetAuthorizationToken", "*")
    for action in policies.PULL:
        assert policies.allows(system, role, action, tasks.repository(system, CONTAINER))


def test_s4_51_the_application_reads_and_writes_uploads(system: System) -> None:
    """A role of the task's own, which ECS may assume, may read and write the bucket's objects."""
    role = tasks.role(system, "TaskRoleArn")
    assert role != tasks.role(system, "ExecutionRoleArn")
    assert policies.trusted(role) == {"ecs-tasks.amazonaws.com"}
    for action in ("s3:GetObject", "s3:PutObject"):
        assert policies.allows(system, role, action, f"<{uploads(system)}.Arn>/photo.png")


def test_s4_52_the_application_reads_the_secret(system: System) -> None:
    """The task role may read the database's secret."""
    secret = f"<{database.secret(system)}>"
    assert policies.allows(system, tasks.role(system, "TaskRoleArn"), "secretsmanager:GetSecretValue", secret)


def test_s4_53_both_roles_have_the_least_privilege(system: System) -> None:
    """Neither role has a wildcard where a name would do, or a broad policy of AWS's."""
    for kind in ("ExecutionRoleArn", "TaskRoleArn"):
        role = tasks.role(system, kind)
        assert policies.statements(system, role) != []
        assert policies.too_broad(system, role) == []


def test_s4_54_no_credential_reaches_the_environment(system: System) -> None:
    """Nothing is injected, no variable is a credential, and the application is told the ARN of the secret."""
    container = tasks.container(system, CONTAINER)
    assert tasks.secrets(system, CONTAINER) == {}
    assert [name for name in plaintext.variables(container) if plaintext.is_secret_name(name)] == []
    values = tasks.environment(system, CONTAINER).values()
    assert not [value for value in values if "{{resolve:" in policies.written(system, value)]
    assert database.secret(system) in [system.at(value) for value in values]


def test_s4_54i_no_literal_credential_is_in_the_environment(system: System) -> None:
    """No variable named like a credential holds a literal."""
    for name, value in tasks.environment(system, CONTAINER).items():
        assert not (plaintext.is_secret_name(name) and plaintext.is_literal(value))


def test_s4_55_the_container_logs_to_a_group(system: System) -> None:
    """The container's logs go to a log group of this system, which the execution role may write to."""
    group = tasks.log_group(system, CONTAINER)
    role = tasks.role(system, "ExecutionRoleArn")
    assert policies.allows(system, role, "logs:PutLogEvents", f"<{group}.Arn>")
    assert policies.allows(system, role, "logs:CreateLogStream", f"<{group}.Arn>")


def test_s4_56_logs_are_kept_for_seven_days(system: System) -> None:
    """The container's log group keeps logs for 7 days."""
    assert number(tasks.log_group(system, CONTAINER).get("RetentionInDays")) == 7


def test_s4_57_a_busy_database_raises_an_alarm(system: System) -> None:
    """An alarm fires when the database's CPU is above 80 percent."""
    alarm = alarms.on(system, "CPUUtilization")
    (metric,) = alarms.metrics(alarm)
    assert metric.namespace == "AWS/RDS"
    assert system.at(metric.dimensions.get("DBInstanceIdentifier")) == database.database(system)
    assert alarms.fires(alarm) == ("GreaterThanThreshold", 80)
    assert metric.statistic == "Average"


def test_s4_58_a_missing_task_raises_an_alarm(system: System) -> None:
    """An alarm fires when fewer than two tasks of the service run, also when none does."""
    alarm = alarms.on(system, "RunningTaskCount")
    (metric,) = alarms.metrics(alarm)
    assert system.at(metric.dimensions.get("ServiceName")) == tasks.service(system)
    assert alarms.fires(alarm) == ("LessThanThreshold", 2)
    assert metric.statistic in ("Minimum", "Average")
    assert alarm.get("TreatMissingData") == "breaching"


def test_s4_59_server_errors_raise_an_alarm(system: System) -> None:
    """An alarm fires when more than ten answers within five minutes are 5xx, whoever gives them."""
    alarm = alarms.on(system, "HTTPCode_Target_5XX_Count", "HTTPCode_ELB_5XX_Count")
    assert alarms.fires(alarm) == ("GreaterThanThreshold", 10)
    assert number(alarm.get("EvaluationPeriods")) == 1
    for metric in alarms.metrics(alarm):
        assert (metric.statistic, metric.seconds) == ("Sum", 300)
        assert system.at(metric.dimensions.get("LoadBalancer")) == traffic.load_balancer(system)
    (returned,) = [query for query in alarm.entries("Metrics") if query.get("ReturnData") is not False]
    assert set(re.findall(r"FILL\((\w+), 0\)", text(returned.get("Expression")))) == {
        query.get("Id") for query in alarm.entries("Metrics") if "MetricStat" in query
    }


def test_s4_61_the_domain_leads_to_the_load_balancer(system: System) -> None:
    """An A record is an alias of the load balancer."""
    record = system.one("AWS::Route53::RecordSet")
    assert record.get("Type") == "A"
    for name, attribute in (("DNSName", "DNSName"), ("HostedZoneId", "CanonicalHostedZoneID")):
        value = record.get("AliasTarget", name)
        assert isinstance(value, Reference)
        assert system.at(value) == traffic.load_balancer(system)
        assert value.attribute == attribute


def test_s4_62_the_certificate_is_from_acm(system: System) -> None:
    """The HTTPS listener's certificate is ACM's: issued here, or an ARN of ACM."""
    assert traffic.has_certificate_of_acm(system, traffic.listener(system, "HTTPS", 443))


def test_s4_63_everything_is_tagged_with_its_environment(system: System) -> None:
    """Every resource that can carry tags has Environment=development."""
    assert len(tags.taggable(system)) > 20
    assert tags.without(system, "Environment", "development") == []


def test_s4_64_everything_is_tagged_with_its_project(system: System) -> None:
    """Every resource that can carry tags has Project=task-management-api."""
    assert tags.without(system, "Project", "task-management-api") == []


def test_s4_65_everything_is_tagged_with_what_manages_it(system: System) -> None:
    """Every resource that can carry tags has ManagedBy=terraform, which is the document's word."""
    assert tags.without(system, "ManagedBy", "terraform") == []


def test_s4_65x_every_resource_carries_all_three_tags_itself(system: System) -> None:
    """The three tags are each resource's own, whatever its stack hands down."""
    wanted = {"Environment": "development", "Project": "task-management-api", "ManagedBy": "terraform"}
    for item, name in tags.taggable(system):
        assert wanted.items() <= tags.tags_of(item, name).items()


def test_s4_66_nothing_is_done_by_hand(system: System) -> None:
    """Every parameter of the root has a default."""
    parameters = system.nest.root.parameters.values()
    assert [parameter.name for parameter in parameters if not parameter.has_default] == []


def test_s4_67_everything_is_in_one_region(system: System) -> None:
    """Wherever a region is written, it is us-east-1."""
    assert region.others(system) == []


def test_s4_69_the_smallest_types_are_used(system: System) -> None:
    """There is no instance but one db.t3.micro, and tasks have 256 CPU units and 512 MiB."""
    assert database.database(system).get("DBInstanceClass") == "db.t3.micro"
    definition = tasks.definition(system)
    assert (number(definition.get("Cpu")), number(definition.get("Memory"))) == (256, 512)
    others = ("AWS::EC2::Instance", "AWS::RDS::DBCluster", "AWS::ElastiCache::ReplicationGroup")
    assert system.of(*others) == ()


def test_s4_69n_there_is_one_nat_gateway(system: System) -> None:
    """One NAT gateway serves both zones."""
    assert system.one("AWS::EC2::NatGateway") in system.items


def test_s4_72_resources_wait_for_what_they_need(system: System) -> None:
    """Routes and addresses wait for the gateway's attachment, tasks for all that they need to start."""
    order, vpc = system.order, system.one("AWS::EC2::VPC")
    (attachment,) = [
        attachment
        for gateway in network.gateways_attached_to(system, vpc)
        for attachment in network.attachments(system, gateway)
    ]
    public_routes = [route for route in system.of("AWS::EC2::Route") if route.get("GatewayId")]
    private_routes = [route for route in system.of("AWS::EC2::Route") if route.get("NatGatewayId")]
    assert public_routes
    assert private_routes
    for item in (*system.of("AWS::EC2::EIP"), *public_routes):
        assert order.surely_after(item.resource, attachment.resource), f"{item} does not wait for {attachment}"
    for gateway in system.of("AWS::EC2::NatGateway"):
        assert all(order.surely_after(gateway.resource, route.resource) for route in public_routes)
    service = tasks.service(system).resource
    for item in (
        *private_routes,
        tasks.log_group(system, CONTAINER),
        *system.of("AWS::IAM::ManagedPolicy", traffic.LISTENER),
    ):
        assert order.surely_after(service, item.resource), f"the service does not wait for {item}"
    assert [order.circle(stack) for stack in system.nest.stacks if order.circle(stack)] == []


def test_s4_73_no_secret_is_written_out(system: System) -> None:
    """No template holds a secret or an access key."""
    assert plaintext.written_out(system) == []


def test_s4_74_one_zone_may_fail(system: System) -> None:
    """The database has a standby; all that matters is in two zones; two tasks run at least."""
    assert true(database.database(system).get("MultiAZ"))
    balancer = system.all_at(traffic.load_balancer(system).get("Subnets"))
    for subnets in (tasks.subnets(system), database.subnets(system), balancer):
        assert len(network.zones(subnets)) >= 2
    assert number(tasks.service(system).get("DesiredCount")) >= 2
    assert number(scaling.target(system).get("MinCapacity")) >= 2


def test_s4_75_the_image_is_in_ecr(system: System) -> None:
    """The image is an address in ECR, a placeholder until a deployment gives another."""
    assert ":ecr:us-east-1:" in tasks.repository(system, CONTAINER)


def test_s4_76_the_application_finds_database_and_bucket(system: System) -> None:
    """The environment carries the database's address or secret, and the bucket's name."""
    found = {
        (system.at(value), value.attribute)
        for value in tasks.environment(system, CONTAINER).values()
        if isinstance(value, Reference)
    }
    assert (database.database(system), "Endpoint.Address") in found
    assert database.secret(system) in {item for item, _ in found}
    assert (uploads(system), None) in found


def test_s4_77_alarms_reach_someone(system: System) -> None:
    """Every alarm goes to a topic that has a subscriber and lets CloudWatch publish."""
    for alarm in alarms.alarms(system):
        topics = alarms.topics(system, alarm)
        assert topics
        for topic in topics:
            assert topic is not None
            assert topic in {system.at(item.get("TopicArn")) for item in system.of("AWS::SNS::Subscription")}


def test_s4_81_alarms_can_fire(system: System) -> None:
    """Every metric of every alarm is published, with its dimensions, by resources of this system."""
    assert len(alarms.alarms(system)) == 3
    for alarm in alarms.alarms(system):
        assert alarms.unpublished(system, alarm) == []
