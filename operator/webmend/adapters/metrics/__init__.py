"""Numbers for Prometheus: a component's registry, labels that tell workflows apart, the port that is scraped."""

from .endpoint import PORT, served
from .registry import registry
from .scope import OTHER, Scope

__all__ = ["OTHER", "PORT", "Scope", "registry", "served"]
