"""The Cluster port on the official client's asyncio half, with raw JSON in place of its models."""

from .cluster import KubernetesCluster, connect
from .forwarding import forwarded
from .login import bearer_token, namespace

__all__ = ["KubernetesCluster", "bearer_token", "connect", "forwarded", "namespace"]
