"""The session endpoint: carries between runners and the cluster, keeps what they hand in, decides nothing."""
