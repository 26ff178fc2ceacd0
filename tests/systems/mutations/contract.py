"""What is broken in the task management API that the contract for every system forbids."""

from tests.systems.mutations.mutation import PASSWORD, Broken

BROKEN: list[Broken] = [
    ("C-01", "root", "Resources:\n", "Resource:\n"),
    ("C-02", "root", "./data.yaml", "./network.yaml"),
    ("C-03 C-02", "root", "./data.yaml", "https://example.com/elsewhere.yaml"),
    ("C-04", "root", "        DatabaseHost: !GetAtt Data.Outputs.DatabaseHost\n", ""),
    ("C-04", "root", "        DatabaseHost: ", "        Extra: 1\n        DatabaseHost: "),
    ("C-04", "root", "Data.Outputs.DatabaseHost", "Data.Outputs.Host"),
    ("C-04", "root", "    Default: 2\n", "    Default: 11\n"),
    ("C-04", "root", "Default: alarms@example.com", "Default: alarms"),
    ("C-04", "network", "DependsOn: PublicDefaultRoute", "DependsOn: DefaultRoute"),
    (
        "C-04",
        "network",
        "Type: AWS::EC2::InternetGateway\n",
        "Type: A::B::C\n    DependsOn: InternetGatewayAttachment\n",
    ),
    ("C-04", "data", "DBName: taskdb", "DBName: !Sub '${Nothing}'"),
    ("C-04", "data", "DBName: taskdb", "DBName: !If [Big, a, b]"),
    ("C-05", "data", "DBName: taskdb", "DBName: !ImportValue database-name"),
    ("C-05", "data", "  DatabaseHost:\n", "  DatabaseHost:\n    Export: {Name: host}\n"),
    ("C-06", "root", "Outputs:\n", "Outputs:\n" + "".join(f"  A{n}: {{Value: a}}\n" for n in range(201))),
    ("C-07", "data", "Type: AWS::S3::Bucket\n", "Type: Aws::S3::Bucket\n"),
    ("C-08 S4-17 S4-18 S4-73", "data", PASSWORD, "hunter2hunter2"),
    (
        "C-08 S4-73 S4-54 S4-54i",
        "service",
        "- Name: DB_NAME\n          Value: taskdb",
        "- {Name: DB_PASSWORD, Value: x}",
    ),
    (
        "C-08",
        "root",
        "    Default: alarms@example.com\n",
        "    Default: alarms@example.com\n    NoEcho: true\n",
    ),
    ("C-09", "data", '/@"', "/@"),
    ("C-09 S4-17", "data", "GenerateStringKey: password", "GenerateStringKey: secret"),
    ("C-10 S4-30", "network", "10.0.11.0/24", "10.0.10.128/25"),
    ("C-10 S4-29", "network", "10.0.2.0/24", "10.1.2.0/24"),
]
