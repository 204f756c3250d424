"""What every component tells of itself."""

from importlib.metadata import PackageNotFoundError, version

from prometheus_client import CollectorRegistry, Info, ProcessCollector, disable_created_metrics


def registry(component: str) -> CollectorRegistry:
    """A registry with the process's own numbers and webmend_build_info: one each, so that two in a process differ."""
    disable_created_metrics()  # type: ignore[no-untyped-call] # a second series for each counter, which says nothing that Prometheus does not know
    made = CollectorRegistry()
    ProcessCollector(registry=made)
    build = Info("webmend_build", "The release that runs", registry=made)
    build.info({"component": component, "version": _release()})
    return made


def _release() -> str:
    try:
        return version("webmend")
    except PackageNotFoundError:  # run from its source
        return "unknown"
