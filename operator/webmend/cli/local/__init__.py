"""A run without a cluster: the operator's plan, the server's part and the runner in one process."""
