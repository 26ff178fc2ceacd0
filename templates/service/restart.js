'use strict';

const { ECSClient, UpdateServiceCommand } = require('@aws-sdk/client-ecs');

// New tasks read the secret anew; the old ones stop when the new ones are healthy.
exports.handler = async () => {
  const { CLUSTER, SERVICE } = process.env;
  await new ECSClient({}).send(
    new UpdateServiceCommand({ cluster: CLUSTER, service: SERVICE, forceNewDeployment: true }),
  );
};
