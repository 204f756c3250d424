"""What a registry would tell Prometheus."""

from prometheus_client import CollectorRegistry, generate_latest


def exposed(registry: CollectorRegistry) -> str:
    """All of it."""
    return generate_latest(registry).decode()


def number(registry: CollectorRegistry, name: str, **labels: str) -> float | None:
    """One number; None where nothing is told of it."""
    return registry.get_sample_value(f"webmend_{name}", labels)


def told(registry: CollectorRegistry, name: str) -> dict[tuple[str, ...], float]:
    """The numbers of one name that are not 0, by the values of their labels."""
    samples = (sample for family in registry.collect() for sample in family.samples)
    found = (sample for sample in samples if sample.name == f"webmend_{name}" and sample.value)
    return {tuple(sample.labels.values()): sample.value for sample in found}
