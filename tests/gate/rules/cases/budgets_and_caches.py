"""Cases of the rules about budgets and caches."""

from tests.gate.rules.case import breaks, case, holds

REST = "Parameters:\n  Environment: {Type: String}\n  Role: {Type: String}"
BUDGET = """
  Budget:
    Type: AWS::Budgets::Budget
    Properties:
      Budget:
        BudgetType: COST
        TimeUnit: MONTHLY
        BudgetLimit: {Amount: 100, Unit: USD}
        CostFilters:
          TagKeyValue: [!Sub "user:Environment$${Environment}"]
      NotificationsWithSubscribers:
        - Notification: {NotificationType: ACTUAL, ComparisonOperator: GREATER_THAN, Threshold: 80}
          Subscribers:
            - {SubscriptionType: SNS, Address: !Ref Role}
            - {SubscriptionType: EMAIL, Address: !Ref Environment}
"""

CACHE = """
  Parameters:
    Type: AWS::ElastiCache::ParameterGroup
    Properties: {CacheParameterGroupFamily: valkey8}
  Cache:
    Type: AWS::ElastiCache::ReplicationGroup
    Properties:
      ReplicationGroupId: shop-cache
      Engine: valkey
      EngineVersion: "8.0"
      CacheParameterGroupName: !Ref Parameters
      NumCacheClusters: 2
      AutomaticFailoverEnabled: true
      MultiAZEnabled: true
      TransitEncryptionEnabled: true
      AuthToken: !Ref Role
"""

CASES = {
    "budget-parts": (
        case(
            BUDGET,
            breaks("BudgetType: COST", "BudgetType: COSTS", at="Budget", line="BudgetType: COSTS"),
            breaks("MONTHLY", "WEEKLY"),
            breaks("        BudgetLimit: {Amount: 100, Unit: USD}\n", ""),
            breaks("ComparisonOperator: GREATER_THAN", "ComparisonOperator: GreaterThanThreshold"),
            breaks("SubscriptionType: EMAIL", "SubscriptionType: SNS"),
            breaks("SubscriptionType: EMAIL", "SubscriptionType: SMS"),
            breaks("          Subscribers:\n", "          Subscribers: []\n          Others:\n"),
            breaks(
                "            - {SubscriptionType: EMAIL, Address: !Ref Environment}\n",
                "            - {SubscriptionType: EMAIL, Address: !Ref Environment}\n" * 11,
            ),
            holds("BudgetLimit: {Amount: 100, Unit: USD}", "AutoAdjustData: {AutoAdjustType: FORECAST}"),
            holds("BudgetType: COST", "BudgetType: '{{resolve:ssm:/budget}}'"),
            holds("BudgetType: COST", "BudgetType: !Ref Environment"),
            rest=REST,
        ),
        case(
            BUDGET,
            breaks("        - Notification", "        - Notification: {}\n" * 10 + "        - Notification"),
            rest=REST,
        ),
    ),
    "budget-tag-filter": (
        case(
            BUDGET,
            breaks("$${", "${", at="Budget"),
            breaks("user:", "Tag:"),
            breaks('!Sub "user:Environment$${Environment}"', "Environment=production"),
            holds('!Sub "user:Environment$${Environment}"', "user:Environment$production"),
            holds('!Sub "user:Environment$${Environment}"', "!Ref Environment"),
            holds("user:", "aws:"),
            rest=REST,
        ),
    ),
    "cache-failover": (
        case(
            CACHE,
            breaks("NumCacheClusters: 2", "NumCacheClusters: 1", at="Cache", line="NumCacheClusters: 1"),
            breaks("      NumCacheClusters: 2\n", ""),
            breaks("AutomaticFailoverEnabled: true", "AutomaticFailoverEnabled: false"),
            breaks("NumCacheClusters: 2", "ReplicasPerNodeGroup: 0"),
            holds("NumCacheClusters: 2", "NumNodeGroups: 2\n      ReplicasPerNodeGroup: 1"),
            holds("NumCacheClusters: 2", "NumCacheClusters: !Ref Environment"),
            holds("NumCacheClusters: 2", "GlobalReplicationGroupId: x"),
            rest=REST,
        ),
        case(
            CACHE.replace("Enabled: true", "Enabled: false").replace("NumCacheClusters: 2", "NumCacheClusters: 1"),
            breaks("AutomaticFailoverEnabled: false", "AutomaticFailoverEnabled: 'true'"),
            rest=REST,
        ),
    ),
    "cache-token-over-tls": (
        case(
            CACHE,
            breaks(
                "TransitEncryptionEnabled: true",
                "TransitEncryptionEnabled: false",
                at="Cache",
                line="AuthToken: !Ref Role",
            ),
            breaks("      TransitEncryptionEnabled: true\n", ""),
            holds("TransitEncryptionEnabled: true", "TransitEncryptionEnabled: !Ref Environment"),
            rest=REST,
        ),
    ),
    "cache-identifier": (
        case(
            CACHE,
            breaks("shop-cache", "shop--cache", at="Cache"),
            breaks("shop-cache", "1shop"),
            breaks("shop-cache", "a-cache-whose-name-is-longer-than-forty-ch"),
            holds("ReplicationGroupId: shop-cache", "ReplicationGroupId: '{{resolve:ssm:/cache/name}}'"),
            holds("ReplicationGroupId: shop-cache", "ReplicationGroupId: !Ref Environment"),
            rest=REST,
        ),
    ),
    "cache-parameter-family": (
        case(
            CACHE,
            breaks("Family: valkey8", "Family: redis7", at="Cache", line="CacheParameterGroupName: !Ref Parameters"),
            breaks("Family: valkey8", "Family: valkey7"),
            breaks("!Ref Parameters", "default.redis7"),
            breaks("Engine: valkey", "Engine: redis"),
            holds("      Engine: valkey\n", ""),
            holds("!Ref Parameters", "default.valkey8.cluster.on"),
            holds("!Ref Parameters", "redis7-of-somebody"),
            holds("!Ref Parameters", "!Ref Environment"),
            holds("Engine: valkey", "Engine: !Ref Environment"),
            rest=REST,
        ),
    ),
}
