'use strict';

// Runs on every answer that CloudFront gets from the bucket, errors among them, before it goes into the cache.
const HEADERS = __HEADERS__;

exports.handler = async (event) => {
  const { response } = event.Records[0].cf;
  for (const [key, value] of Object.entries(HEADERS)) {
    response.headers[key.toLowerCase()] = [{ key, value }];
  }
  return response;
};
