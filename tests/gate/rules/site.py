"""A site from a bucket, with names and functions of its own: what most cases of the edge change."""

SITE = """
  Certificate:
    Type: AWS::CertificateManager::Certificate
    Properties:
      DomainName: example.com
      SubjectAlternativeNames: ['*.example.com', static.example.org]
      ValidationMethod: DNS
      DomainValidationOptions:
        - {DomainName: example.com, HostedZoneId: Z1}
        - {DomainName: static.example.org, HostedZoneId: !Ref Zone}
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Statement:
          - {Effect: Allow, Principal: {AWS: arn:aws:iam::111122223333:root}, Action: 'kms:*', Resource: '*'}
          - {Effect: Allow, Principal: {Service: cloudfront.amazonaws.com}, Action: 'kms:Decrypt*', Resource: '*'}
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      BucketEncryption:
        ServerSideEncryptionConfiguration:
          - ServerSideEncryptionByDefault: {SSEAlgorithm: 'aws:kms', KMSMasterKeyID: !GetAtt Key.Arn}
  Policy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Bucket
      PolicyDocument:
        Statement:
          - Effect: Allow
            Principal: {Service: cloudfront.amazonaws.com}
            Action: s3:GetObject
            Resource: !Sub '${Bucket.Arn}/*'
            Condition: {StringEquals: {'AWS:SourceArn': !Sub 'arn:aws:cloudfront::1:distribution/${Site}'}}
  LogBucket:
    Type: AWS::S3::Bucket
    Properties:
      OwnershipControls: {Rules: [{ObjectOwnership: BucketOwnerPreferred}]}
  Acl: {Type: AWS::WAFv2::WebACL, Properties: {Scope: CLOUDFRONT}}
  Control: {Type: AWS::CloudFront::OriginAccessControl, Properties: {OriginAccessControlConfig: {Name: site}}}
  Other: {Type: AWS::CloudFront::OriginAccessControl, Properties: {OriginAccessControlConfig: {Name: other}}}
  Pages:
    Type: AWS::CloudFront::CachePolicy
    Properties:
      CachePolicyConfig:
        Name: site
        MinTTL: 0
        DefaultTTL: 300
        MaxTTL: 300
        ParametersInCacheKeyAndForwardedToOrigin: {EnableAcceptEncodingGzip: true, EnableAcceptEncodingBrotli: true}
  Rest:
    Type: AWS::CloudFront::CachePolicy
    Properties:
      CachePolicyConfig:
        Name: rest
        MinTTL: 0
        DefaultTTL: 3600
        MaxTTL: 86400
        ParametersInCacheKeyAndForwardedToOrigin: {EnableAcceptEncodingGzip: true, EnableAcceptEncodingBrotli: true}
  None:
    Type: AWS::CloudFront::CachePolicy
    Properties:
      CachePolicyConfig:
        Name: none
        MinTTL: 0
        DefaultTTL: 0
        MaxTTL: '0'
        ParametersInCacheKeyAndForwardedToOrigin:
          EnableAcceptEncodingGzip: false
          HeadersConfig: {HeaderBehavior: none}
  Rewrite: {Type: AWS::CloudFront::Function, Properties: {Name: rewrite, AutoPublish: true}}
  HeadersRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement:
          - Effect: Allow
            Principal: {Service: [lambda.amazonaws.com, edgelambda.amazonaws.com]}
            Action: sts:AssumeRole
  Headers:
    Type: AWS::Lambda::Function
    DeletionPolicy: Retain
    Properties:
      Role: !GetAtt HeadersRole.Arn
      Runtime: nodejs22.x
      Timeout: 5
      MemorySize: 128
  HeadersV1:
    Type: AWS::Lambda::Version
    DeletionPolicy: Retain
    Properties: {FunctionName: !Ref Headers}
  Site:
    Type: AWS::CloudFront::Distribution
    Properties:
      DistributionConfig:
        Aliases:
          - example.com
          - www.example.com
        ViewerCertificate:
          AcmCertificateArn: !Ref Certificate
        WebACLId: !GetAtt Acl.Arn
        DefaultRootObject: index.html
        HttpVersion: http2and3
        IPV6Enabled: true
        Logging: {Bucket: !GetAtt LogBucket.DomainName}
        Origins:
          - Id: bucket
            DomainName: !GetAtt Bucket.RegionalDomainName
            OriginAccessControlId: !GetAtt Control.Id
            S3OriginConfig: {OriginAccessIdentity: ''}
        DefaultCacheBehavior:
          TargetOriginId: bucket
          CachePolicyId: !Ref Rest
          Compress: true
          FunctionAssociations:
            - {EventType: viewer-request, FunctionARN: !GetAtt Rewrite.FunctionARN}
          LambdaFunctionAssociations:
            - {EventType: origin-response, LambdaFunctionARN: !Ref HeadersV1}
        CacheBehaviors:
          - {PathPattern: /, TargetOriginId: bucket, CachePolicyId: !Ref Pages, Compress: true}
          - {PathPattern: '*.html', TargetOriginId: bucket, CachePolicyId: !Ref Pages, Compress: true}
        CustomErrorResponses:
          - {ErrorCode: 404, ResponseCode: 200, ResponsePagePath: /index.html}
  Record:
    Type: AWS::Route53::RecordSet
    Properties:
      HostedZoneId: !Ref Zone
      Name: example.com.
      Type: A
      AliasTarget:
        DNSName: !GetAtt Site.DomainName
        HostedZoneId: Z2FDTNDATAQYW2
        EvaluateTargetHealth: false
  Records:
    Type: AWS::Route53::RecordSetGroup
    Properties:
      HostedZoneId: !Ref Zone
      RecordSets:
        - Name: example.com.
          Type: AAAA
          AliasTarget: {DNSName: !GetAtt Site.DomainName, HostedZoneId: Z2FDTNDATAQYW2}
"""
ZONE = "Parameters: {Zone: {Type: String}, Wanted: {Type: String}, Name: {Type: String}}"
