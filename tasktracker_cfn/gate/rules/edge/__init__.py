"""CloudFront, certificates, DNS and functions at the edge."""
