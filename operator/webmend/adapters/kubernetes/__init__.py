"""The Cluster port on the official client's asyncio half, with raw JSON in place of its models."""

from .cluster import KubernetesCluster, connect
from .login import namespace

__all__ = ["KubernetesCluster", "connect", "namespace"]
