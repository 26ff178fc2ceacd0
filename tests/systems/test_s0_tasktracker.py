"""Document 000: the task tracker with two containers in one task, without a NAT gateway."""

from tasktracker_cfn.model.values import Reference, Value
from tests.systems import database, network, policies, region, rules, tasks, traffic
from tests.systems.built import Item, System, number, text, true

FOLDER = "tasktracker/demo"


def refers(system: System, value: Value, item: Item, attribute: str | None) -> bool:
    """Tell whether a value is a resource's attribute, or its Ref."""
    return isinstance(value, Reference) and system.at(value) == item and value.attribute == attribute


def repository(system: System, name: str) -> Item:
    """Give the one image repository of a name."""
    found = [item for item in system.of("AWS::ECR::Repository") if item.get("RepositoryName") == name]
    assert len(found) == 1, f"{len(found)} repositories {name}"
    return found[0]


def image(system: System, container: str) -> str:
    """Give a container's image without the registry that mirrors Docker Hub."""
    name = text(tasks.container(system, container).get("Image"))
    return name.removeprefix("public.ecr.aws/docker/library/").removeprefix("docker.io/library/")


def test_s0_02_containers_run_on_fargate_behind_a_load_balancer(system: System) -> None:
    """One Fargate service registers both containers with target groups that the load balancer forwards to."""
    assert tasks.on_fargate(system)
    assert traffic.load_balancer(system).get("Type") in (None, "application")
    used = set().union(*(traffic.serving(system, listener) for listener in traffic.listeners(system)))
    assert {traffic.target_group(system, name) for name in ("frontend", "backend")} == used


def test_s0_03_everything_is_in_one_region(system: System) -> None:
    """Wherever a region is written, it is us-east-1."""
    assert region.others(system) == []


def test_s0_04_there_is_one_vpc(system: System) -> None:
    """There is one VPC, and every subnet and group is in it."""
    vpc = system.one("AWS::EC2::VPC")
    inside = system.of("AWS::EC2::Subnet", "AWS::EC2::SecurityGroup", "AWS::EC2::RouteTable")
    assert {system.at(item.get("VpcId")) for item in inside} == {vpc}


def test_s0_05_subnets_lie_in_two_zones(system: System) -> None:
    """The subnets lie in exactly two availability zones."""
    zones = network.zones(network.subnets(system))
    assert len(zones) == 2
    assert None not in zones


def test_s0_06_each_zone_has_a_public_subnet(system: System) -> None:
    """Each zone has a subnet with a route to an internet gateway that is attached."""
    assert network.zones(network.subnets(system, "public")) == network.zones(network.subnets(system))
    assert network.gateways_attached_to(system, system.one("AWS::EC2::VPC"))


def test_s0_07_private_subnets_are_isolated(system: System) -> None:
    """Each zone has a subnet without a default route, and there is no third kind of subnet."""
    isolated = network.subnets(system, "isolated")
    assert network.zones(isolated) == network.zones(network.subnets(system))
    assert {*isolated, *network.subnets(system, "public")} == set(network.subnets(system))


def test_s0_08_there_is_no_nat(system: System) -> None:
    """There is no NAT gateway or instance, and no route over anything but an internet gateway."""
    assert system.of("AWS::EC2::NatGateway", "AWS::EC2::Instance", "AWS::EC2::TransitGatewayAttachment") == ()
    for route in system.of("AWS::EC2::Route"):
        target = system.at(route.get("GatewayId"))
        assert target is not None
        assert target.type == "AWS::EC2::InternetGateway"


def test_s0_09_the_frontend_has_a_repository(system: System) -> None:
    """There is an image repository tasktracker-frontend."""
    assert repository(system, "tasktracker-frontend") in system.items


def test_s0_10_the_backend_has_a_repository(system: System) -> None:
    """There is an image repository tasktracker-backend."""
    assert repository(system, "tasktracker-backend") in system.items


def test_s0_11_the_service_runs_in_the_cluster(system: System) -> None:
    """There is one ECS cluster, and the service uses it."""
    assert system.at(tasks.service(system).get("Cluster")) == system.one("AWS::ECS::Cluster")


def test_s0_12_the_service_is_launched_on_fargate(system: System) -> None:
    """The service is launched on Fargate."""
    assert tasks.on_fargate(system)
    assert "FARGATE_SPOT" not in str(tasks.service(system).get("CapacityProviderStrategy"))


def test_s0_13_the_task_has_an_interface_of_its_own(system: System) -> None:
    """The task definition's network mode is awsvpc."""
    assert tasks.definition(system).get("NetworkMode") == "awsvpc"


def test_s0_14_the_task_has_256_cpu_units(system: System) -> None:
    """The task has 256 CPU units."""
    assert number(tasks.definition(system).get("Cpu")) == 256


def test_s0_15_the_task_has_512_mib(system: System) -> None:
    """The task has 512 MiB of memory."""
    assert number(tasks.definition(system).get("Memory")) == 512


def test_s0_16_the_task_has_two_containers(system: System) -> None:
    """The task definition holds exactly two containers."""
    assert len(tasks.containers(system)) == 2


def test_s0_17_the_frontend_listens_on_80(system: System) -> None:
    """The frontend container exposes port 80."""
    assert tasks.container_ports(system, "frontend") == [80]


def test_s0_18_the_backend_listens_on_3001(system: System) -> None:
    """The backend container exposes port 3001."""
    assert tasks.container_ports(system, "backend") == [3001]


def test_s0_19_the_frontend_is_a_placeholder(system: System) -> None:
    """The frontend's image is nginx:alpine unless a deployment gives another."""
    image = str(tasks.container(system, "frontend").get("Image"))
    assert image.removeprefix("public.ecr.aws/docker/library/").removeprefix("docker.io/library/") == "nginx:alpine"


def test_s0_20_the_backend_is_a_placeholder(system: System) -> None:
    """The backend's image is node:20-alpine unless a deployment gives another."""
    assert image(system, "backend") == "node:20-alpine"


def test_s0_21_the_task_is_compatible_with_fargate(system: System) -> None:
    """The task definition is checked against Fargate when it is registered."""
    assert tasks.definition(system).get("RequiresCompatibilities") == ("FARGATE",)


def test_s0_22_one_task_is_wanted(system: System) -> None:
    """The desired count is 1."""
    assert number(tasks.service(system).get("DesiredCount")) == 1


def test_s0_23_no_task_stops_before_its_successor_is_healthy(system: System) -> None:
    """A deployment keeps 100 percent of the tasks healthy."""
    assert number(tasks.service(system).get("DeploymentConfiguration", "MinimumHealthyPercent")) == 100


def test_s0_24_a_deployment_may_double_the_tasks(system: System) -> None:
    """A deployment may start as many tasks again as there are."""
    assert number(tasks.service(system).get("DeploymentConfiguration", "MaximumPercent")) == 200


def test_s0_26_tasks_run_in_public_subnets(system: System) -> None:
    """Every subnet of the service is public."""
    assert {network.kind_of(system, subnet) for subnet in tasks.subnets(system)} == {"public"}


def test_s0_27_tasks_have_public_addresses(system: System) -> None:
    """A task is given a public address."""
    assert tasks.has_public_address(system)


def test_s0_28_the_load_balancer_faces_the_internet(system: System) -> None:
    """The load balancer is internet-facing."""
    assert traffic.load_balancer(system).get("Scheme") in (None, "internet-facing")


def test_s0_29_the_load_balancer_is_at_the_public_edge(system: System) -> None:
    """The load balancer is in public subnets of two zones."""
    subnets = system.all_at(traffic.load_balancer(system).get("Subnets"))
    assert {network.kind_of(system, subnet) for subnet in subnets} == {"public"}
    assert len(network.zones(subnets)) == len(subnets) == 2


def test_s0_30_http_is_served_on_80(system: System) -> None:
    """A listener for HTTP on port 80 forwards to the application."""
    assert traffic.serving(system, traffic.listener(system, "HTTP", 80))


def test_s0_31_api_paths_reach_the_backend(system: System) -> None:
    """A rule of the listener forwards /api/* to the backend's target group on 3001."""
    listener = traffic.listener(system, "HTTP", 80)
    (rule,) = [rule for rule in traffic.rules_of(system, listener) if "/api/*" in traffic.paths(rule)]
    backend = traffic.target_group(system, "backend")
    assert traffic.forwarded(system, rule.get("Actions")) == {backend}
    assert number(backend.get("Port")) == 3001
    assert len(rule.entries("Conditions")) == 1


def test_s0_32_all_other_paths_reach_the_frontend(system: System) -> None:
    """The listener forwards to the frontend's target group on 80 by default."""
    frontend = traffic.target_group(system, "frontend")
    listener = traffic.listener(system, "HTTP", 80)
    assert traffic.forwarded(system, listener.get("DefaultActions")) == {frontend}
    assert number(frontend.get("Port")) == 80


def test_s0_33_the_backends_health_is_asked_for_at_health(system: System) -> None:
    """The backend's target group checks /health on the backend's port."""
    backend = traffic.target_group(system, "backend")
    assert backend.get("HealthCheckPath") == "/health"
    assert backend.get("HealthCheckPort") in (None, "traffic-port", "3001")
    assert number(backend.get("Port")) == 3001


def test_s0_35_the_database_is_small(system: System) -> None:
    """The database is a db.t3.micro."""
    assert database.database(system).get("DBInstanceClass") == "db.t3.micro"


def test_s0_36_the_database_is_postgresql(system: System) -> None:
    """The engine is PostgreSQL."""
    assert database.database(system).get("Engine") == "postgres"


def test_s0_37_the_database_is_of_version_16(system: System) -> None:
    """The engine's major version is 16."""
    assert database.major_version(system) == "16"


def test_s0_38_the_database_is_in_isolated_subnets(system: System) -> None:
    """The database's subnets are isolated and in two zones."""
    assert {network.kind_of(system, subnet) for subnet in database.subnets(system)} == {"isolated"}
    assert len(network.zones(database.subnets(system))) == 2


def test_s0_39_the_database_is_called_tasktracker(system: System) -> None:
    """The database's name is tasktracker."""
    assert database.database(system).get("DBName") == "tasktracker"


def test_s0_40_the_database_is_not_public(system: System) -> None:
    """The database says that it is not publicly accessible, and no subnet of it is public."""
    assert database.database(system).get("PubliclyAccessible") in (False, "false")
    assert "public" not in {network.kind_of(system, subnet) for subnet in database.subnets(system)}


def test_s0_41_there_is_one_database(system: System) -> None:
    """There is one database instance and no cluster."""
    assert system.of("AWS::RDS::DBInstance", "AWS::RDS::DBCluster") == (database.database(system),)


def test_s0_42_the_load_balancer_takes_http_from_anywhere(system: System) -> None:
    """The load balancer's group lets HTTP in from anywhere."""
    assert rules.tcp(80, rules.INTERNET) in rules.inbound(system, traffic.load_balancer_group(system))


def test_s0_43_the_load_balancer_takes_https_from_anywhere(system: System) -> None:
    """The load balancer's group lets HTTPS in from anywhere."""
    assert rules.tcp(443, rules.INTERNET) in rules.inbound(system, traffic.load_balancer_group(system))


def test_s0_44_the_load_balancer_takes_nothing_else(system: System) -> None:
    """The load balancer's group lets in exactly 80 and 443."""
    inbound = rules.inbound(system, traffic.load_balancer_group(system))
    assert {(rule.first, rule.last) for rule in inbound} == {(80, 80), (443, 443)}


def test_s0_45_tasks_take_80_from_the_load_balancer(system: System) -> None:
    """The tasks' group lets port 80 in from the load balancer's group."""
    expected = rules.tcp(80, traffic.load_balancer_group(system))
    assert expected in rules.inbound(system, tasks.group(system))


def test_s0_46_tasks_take_3001_from_the_load_balancer(system: System) -> None:
    """The tasks' group lets port 3001 in from the load balancer's group."""
    expected = rules.tcp(3001, traffic.load_balancer_group(system))
    assert expected in rules.inbound(system, tasks.group(system))


def test_s0_47_tasks_take_nothing_else(system: System) -> None:
    """Every inbound rule of the tasks' group is for one of the two ports from the load balancer's group."""
    balancer = traffic.load_balancer_group(system)
    allowed = {rules.tcp(80, balancer), rules.tcp(3001, balancer)}
    assert set(rules.inbound(system, tasks.group(system))) <= allowed


def test_s0_48_the_tasks_group_is_on_their_interface(system: System) -> None:
    """The group that takes traffic from the load balancer is the one that the service gives to tasks."""
    balancer = traffic.load_balancer_group(system)
    taking = {
        group
        for group in system.of("AWS::EC2::SecurityGroup")
        if any(rule.peer == balancer for rule in rules.inbound(system, group))
    }
    assert taking == {tasks.group(system)}


def test_s0_49_the_database_takes_5432_from_tasks_only(system: System) -> None:
    """The database's group lets in port 5432 from the tasks' group and nothing else."""
    assert rules.inbound(system, database.group(system)) == [rules.tcp(5432, tasks.group(system))]


def test_s0_50_both_containers_share_a_task(system: System) -> None:
    """One service runs one task definition that holds both containers."""
    assert tasks.definition(system) == system.one("AWS::ECS::TaskDefinition")
    assert set(tasks.containers(system)) == {"frontend", "backend"}


def test_s0_51_the_backend_knows_the_databases_host(system: System) -> None:
    """DB_HOST is the address of the database's endpoint."""
    value = tasks.environment(system, "backend").get("DB_HOST")
    assert refers(system, value, database.database(system), "Endpoint.Address")


def test_s0_52_the_backend_knows_the_databases_port(system: System) -> None:
    """DB_PORT is the port of the database's endpoint."""
    value = tasks.environment(system, "backend").get("DB_PORT")
    assert refers(system, value, database.database(system), "Endpoint.Port")


def test_s0_52i_the_backend_knows_the_databases_port_in_any_way(system: System) -> None:
    """DB_PORT is the port of the database's endpoint, or 5432."""
    value = tasks.environment(system, "backend").get("DB_PORT")
    assert value in ("5432", 5432) or refers(system, value, database.database(system), "Endpoint.Port")


def test_s0_53_the_backend_knows_the_databases_name(system: System) -> None:
    """DB_NAME is tasktracker, as the database is called."""
    name = tasks.environment(system, "backend").get("DB_NAME")
    assert name == "tasktracker" == database.database(system).get("DBName")


def test_s0_54_the_database_user_is_injected(system: System) -> None:
    """DB_USER is the username in the database's secret."""
    assert tasks.secrets(system, "backend").get("DB_USER") == (database.secret(system), "username")


def test_s0_55_the_database_password_is_injected(system: System) -> None:
    """DB_PASSWORD is the password in the database's secret."""
    assert tasks.secrets(system, "backend").get("DB_PASSWORD") == (database.secret(system), "password")


def test_s0_56_the_credentials_are_generated(system: System) -> None:
    """The database's password is generated into its secret, which names the database's user."""
    secret = database.secret(system)
    assert secret.get("GenerateSecretString", "GenerateStringKey") == "password"
    user = database.database(system).get("MasterUsername")
    assert f'"username": "{user}"' in str(secret.get("GenerateSecretString", "SecretStringTemplate"))


def test_s0_57_the_backend_is_told_its_port(system: System) -> None:
    """PORT is 3001."""
    assert tasks.environment(system, "backend").get("PORT") in ("3001", 3001)


def test_s0_58_the_placeholder_backend_is_told_to_serve(system: System) -> None:
    """The backend's command is a node program that serves [] on 3001; another test runs it."""
    command = tasks.container(system, "backend").get("Command")
    assert isinstance(command, tuple)
    assert command[0] == "node"
    program = str(command[-1])
    assert "createServer" in program
    assert "listen(3001" in program or "listen(process.env.PORT" in program
    assert "'[]'" in program or '"[]"' in program


def test_s0_59_both_containers_are_essential(system: System) -> None:
    """A task without either container is stopped."""
    found = [container.get("Essential", True) for container in tasks.containers(system).values()]
    assert all(true(essential) for essential in found)


def test_s0_60_nothing_must_be_pushed_before_the_first_deployment(system: System) -> None:
    """No image comes from ECR."""
    for container in tasks.containers(system).values():
        assert isinstance(container.get("Image"), str)
        assert ".dkr.ecr." not in str(container.get("Image"))


def test_s0_61_each_container_has_256_mib(system: System) -> None:
    """Each container has a hard limit of 256 MiB."""
    assert [number(container.get("Memory")) for container in tasks.containers(system).values()] == [256, 256]


def test_s0_62_the_containers_limits_add_up_to_the_tasks(system: System) -> None:
    """The containers' hard limits add up to the task's memory."""
    limits = [number(container.get("Memory")) for container in tasks.containers(system).values()]
    assert sum(limits) == number(tasks.definition(system).get("Memory"))


def test_s0_63_tasks_reach_registries_and_secrets_manager(system: System) -> None:
    """A task has a public address in a public subnet, and may open connections to 443 anywhere."""
    assert tasks.has_public_address(system)
    assert {network.kind_of(system, subnet) for subnet in tasks.subnets(system)} == {"public"}
    assert rules.admits(rules.outbound(system, tasks.group(system)), 443, rules.INTERNET)


def test_s0_64_the_injected_secret_may_be_read(system: System) -> None:
    """The execution role may read the database's secret."""
    secret = f"<{database.secret(system)}>"
    assert policies.allows(system, tasks.role(system, "ExecutionRoleArn"), "secretsmanager:GetSecretValue", secret)


def test_s0_65_images_may_be_pulled_from_ecr(system: System) -> None:
    """The execution role may sign in to ECR and pull from both repositories."""
    role = tasks.role(system, "ExecutionRoleArn")
    assert policies.trusted(role) == {"ecs-tasks.amazonaws.com"}
    assert policies.allows(system, role, "ecr:GetAuthorizationToken", "*")
    for name in ("tasktracker-frontend", "tasktracker-backend"):
        for action in policies.PULL:
            assert policies.allows(system, role, action, f"<{repository(system, name)}.Arn>")


def test_s0_66_the_backend_is_checked_every_ten_seconds(system: System) -> None:
    """The backend's health is asked for every 10 seconds, and an answer is waited for no longer than that."""
    backend = traffic.target_group(system, "backend")
    assert number(backend.get("HealthCheckIntervalSeconds")) == 10
    assert number(backend.get("HealthCheckTimeoutSeconds")) < 10


def test_s0_67_two_answers_make_the_backend_healthy(system: System) -> None:
    """Two successes in a row make the backend healthy."""
    assert number(traffic.target_group(system, "backend").get("HealthyThresholdCount")) == 2


def test_s0_68_the_way_to_both_containers_is_whole(system: System) -> None:
    """Listener, target group, both security groups, service and container agree on the way in."""
    assert traffic.breaks(system, "frontend") == []
    assert traffic.breaks(system, "backend") == []


def test_s0_69_the_backend_reaches_the_database(system: System) -> None:
    """The tasks' group lets 5432 out to the database's group, which lets it in, on the database's port."""
    assert rules.admits(rules.outbound(system, tasks.group(system)), 5432, database.group(system))
    assert rules.admits(rules.inbound(system, database.group(system)), 5432, tasks.group(system))
    assert database.database(system).get("Port") in (None, 5432, "5432")


def test_s0_70_the_load_balancers_name_is_put_out(system: System) -> None:
    """The output AlbDnsName is the load balancer's DNS name."""
    assert refers(system, system.output("AlbDnsName"), traffic.load_balancer(system), "DNSName")


def test_s0_71_the_databases_address_is_put_out(system: System) -> None:
    """The output RdsEndpoint is the address of the database's endpoint."""
    assert refers(system, system.output("RdsEndpoint"), database.database(system), "Endpoint.Address")


def test_s0_72_the_databases_group_is_put_out(system: System) -> None:
    """The output RdsSecurityGroupId is the id of the database's security group."""
    output = system.output("RdsSecurityGroupId")
    assert refers(system, output, database.group(system), "GroupId")


def test_s0_73_the_frontend_repository_is_put_out(system: System) -> None:
    """The output FrontendEcrUri is the URI of tasktracker-frontend."""
    expected = repository(system, "tasktracker-frontend")
    assert refers(system, system.output("FrontendEcrUri"), expected, "RepositoryUri")


def test_s0_74_the_backend_repository_is_put_out(system: System) -> None:
    """The output BackendEcrUri is the URI of tasktracker-backend."""
    expected = repository(system, "tasktracker-backend")
    assert refers(system, system.output("BackendEcrUri"), expected, "RepositoryUri")


def test_s0_75_outputs_are_described(system: System) -> None:
    """Each of the five outputs has a description."""
    outputs = system.nest.root.outputs
    for name in ("AlbDnsName", "RdsEndpoint", "RdsSecurityGroupId", "FrontendEcrUri", "BackendEcrUri"):
        assert outputs[name].definition.get("Description")
