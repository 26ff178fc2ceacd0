"""Templates, and where they lie: under the hash of their text, in a bucket of the account and region."""
