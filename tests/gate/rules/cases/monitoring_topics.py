"""Cases of the rules about topics, dashboards and metric filters."""

from tests.gate.rules.case import breaks, case, holds

TOPIC = """
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Statement:
          - Effect: Allow
            Principal: {Service: [cloudwatch.amazonaws.com, events.amazonaws.com, budgets.amazonaws.com]}
            Action: ['kms:Decrypt', 'kms:GenerateDataKey*']
            Resource: '*'
  Alias: {Type: AWS::KMS::Alias, Properties: {AliasName: alias/a, TargetKeyId: !Ref Key}}
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      KmsMasterKeyId: !Ref Alias
      Subscription: [{Protocol: email, Endpoint: a@example.com}]
  Policy:
    Type: AWS::SNS::TopicPolicy
    Properties:
      Topics: [!Ref Topic]
      PolicyDocument:
        Statement:
          - Effect: Allow
            Principal: {Service: [cloudwatch.amazonaws.com, events.amazonaws.com, budgets.amazonaws.com]}
            Action: sns:Publish
            Resource: !Ref Topic
  Alarm: {Type: AWS::CloudWatch::Alarm, Properties: {AlarmActions: [!Ref Topic]}}
  Rule: {Type: AWS::Events::Rule, Properties: {Targets: [{Id: a, Arn: !Ref Topic}]}}
  Budget:
    Type: AWS::Budgets::Budget
    Properties:
      NotificationsWithSubscribers:
        - Subscribers: [{SubscriptionType: SNS, Address: !Ref Topic}]
  Mail:
    Type: AWS::SNS::Subscription
    Properties: {Protocol: email, TopicArn: !Ref Topic, Endpoint: !Ref Address}
"""
SERVICES = "Principal: {Service: [cloudwatch.amazonaws.com, events.amazonaws.com, budgets.amazonaws.com]}"
OF_KEY = f"            {SERVICES}\n            Action: ['kms"
BOUND = "            Condition: {StringEquals: {'aws:SourceAccount': !Ref AWS::AccountId}}\n"
OF_TOPIC = f"            {SERVICES}\n            Action: sns"
ADDRESS = """
Conditions: {HasAddress: !Not [!Equals [!Ref Address, '']]}
Parameters:
  Address: {Type: String, Default: all@example.com}
  Wanted: {Type: String}
"""
BOARD = """
  Board:
    Type: AWS::CloudWatch::Dashboard
    Properties:
      DashboardName: !Sub 'app-${Wanted}-api'
      DashboardBody: !Sub |
        {"widgets": [
          {"type": "text", "x": 0, "y": 0, "width": 24, "height": 2, "properties": {"markdown": "${Wanted}"}},
          {"type": "metric", "x": 12, "y": 2, "width": 12, "height": ${Height}, "properties": {
            "region": "${AWS::Region}", "metrics": [
              ["app", "Requests", "Name", "${Wanted}", {"stat": "Sum"}], ["..."], [{"expression": "m1"}]]}},
          {"type": "log", "width": 24, "properties": {"query": "fields @message", "region": "eu-west-1"}},
          {"type": "alarm", "properties": {"alarms": ["${Wanted}"]}}
        ]}
"""
SIZES = "Parameters: {Wanted: {Type: String}, Height: {Type: Number}}"
FILTER = """
  Filter:
    Type: AWS::Logs::MetricFilter
    Properties:
      MetricTransformations:
        - {MetricNamespace: a, MetricName: b, MetricValue: '1', DefaultValue: 0}
        - {MetricNamespace: a, MetricName: c, MetricValue: '1', Dimensions: [{Key: a, Value: $.a}]}
"""

CASES = {
    "topic-admits-publishers": (
        case(
            TOPIC,
            breaks(OF_TOPIC, OF_TOPIC.replace("cloudwatch.amazonaws.com, ", ""), at="Topic"),
            breaks(OF_TOPIC, OF_TOPIC.replace("budgets", "backup")),
            breaks("Action: sns:Publish", "Action: sns:Subscribe"),
            breaks("Topics: [!Ref Topic]", "Topics: [!Ref Key]"),
            holds(OF_TOPIC, OF_TOPIC.replace(SERVICES, "Principal: {AWS: '*'}")),
            holds(OF_TOPIC, OF_TOPIC.replace(SERVICES, "Principal: '*'")),
            holds(OF_TOPIC, OF_TOPIC.replace("[cloudwatch", "[!Ref Wanted, cloudwatch").replace("budgets", "backup")),
            holds("Topics: [!Ref Topic]", "Topics: [!Ref Wanted]"),
            holds("Action: sns:Publish", "Action: ['SNS:Pub*']"),
            rest=ADDRESS,
        ),
    ),
    "topic-key-admits-publishers": (
        case(
            TOPIC,
            breaks(OF_KEY, OF_KEY.replace("events", "backup"), at="Topic", line="KmsMasterKeyId: !Ref Alias"),
            breaks(", 'kms:GenerateDataKey*'", ""),
            breaks("            Action: ['kms:Decrypt', ", "            Action: ["),
            holds("KmsMasterKeyId: !Ref Alias", "KmsMasterKeyId: !Ref Wanted"),
            holds("['kms:Decrypt', 'kms:GenerateDataKey*']", "kms:*"),
            rest=ADDRESS,
        ),
    ),
    "topic-key-open-to-events": (
        case(
            TOPIC,
            breaks(OF_KEY, BOUND + OF_KEY, at="Topic", line="KmsMasterKeyId: !Ref Alias"),
            holds(OF_KEY, "            Condition: !If [A, {}, {}]\n" + OF_KEY),
            holds(OF_KEY, BOUND + OF_KEY.replace("events", "backup")),
            holds("{Id: a, Arn: !Ref Topic}", "{Id: a, Arn: !Ref Wanted}"),
            rest=ADDRESS,
        ),
    ),
    "subscription-has-endpoint": (
        case(
            TOPIC,
            breaks("Default: all@example.com", "Default: ''", at="Mail"),
            breaks("Default: all@example.com", "Default: nobody"),
            breaks("all@", "all@", given={"Address": " "}),
            breaks("Endpoint: a@example.com", "Endpoint: ''", at="Topic"),
            holds("Default: all@example.com", "MinLength: 1"),
            holds("Protocol: email, TopicArn", "Protocol: sqs, TopicArn"),
            holds(
                "Type: AWS::SNS::Subscription\n",
                "Type: AWS::SNS::Subscription\n    Condition: HasAddress\n",
                given={"Address": ""},
            ),
            rest=ADDRESS,
        ),
    ),
    "dashboard-body-is-json": (
        case(
            BOARD,
            breaks('"..."], [', '"..."] [', at="Board"),
            breaks("        ]}\n", "        }\n"),
            breaks('{"widgets": [', '{"widgets": "a", "more": ['),
            breaks('"${Wanted}"}}', '"${Wanted}""}}'),
            holds('["${Wanted}"]', "${Wanted}"),
            holds('{"widgets": [', '{"start": "-PT6H", "widgets": ['),
            rest=SIZES,
        ),
    ),
    "dashboard-widgets": (
        case(
            BOARD,
            breaks('"x": 12', '"x": 13', at="Board", line="DashboardBody: !Sub |"),
            breaks('"x": 12', '"x": 24'),
            breaks('"width": 24', '"width": 25'),
            breaks('"height": 2', '"height": 0'),
            breaks('            "region": "${AWS::Region}", "metrics"', '            "metrics"'),
            breaks(', "region": "eu-west-1"', ""),
            breaks('"query": "fields @message", ', ""),
            breaks('{"markdown": "${Wanted}"}', "{}"),
            breaks('{"type": "text", ', "{"),
            breaks(', "properties": {"alarms": ["${Wanted}"]}', ""),
            breaks('"Requests", "Name", ', '"Requests", '),
            breaks('"metrics": [', '"other": ['),
            holds('"region": "${AWS::Region}", "metrics"', '"annotations": {"alarms": ["a"]}, "metrics"'),
            holds('"type": "alarm"', '"type": "custom"'),
            holds('"x": 12', '"x": ${Height}'),
            rest=SIZES,
        ),
    ),
    "dashboard-name": (
        case(
            BOARD,
            breaks("'app-${Wanted}-api'", "'app/${Wanted}'", at="Board", line="DashboardName: !Sub 'app/${Wanted}'"),
            breaks("!Sub 'app-${Wanted}-api'", "the api"),
            holds("!Sub 'app-${Wanted}-api'", "!Ref Wanted"),
            holds("      DashboardName: !Sub 'app-${Wanted}-api'\n", ""),
            rest=SIZES,
        ),
    ),
    "metric-filter-form": (
        case(
            FILTER,
            breaks("DefaultValue: 0", "DefaultValue: 0, Dimensions: [{Key: a, Value: $.a}]", at="Filter"),
            holds("DefaultValue: 0", "DefaultValue: 0, Dimensions: !If [A, [], []]"),
        ),
    ),
}
