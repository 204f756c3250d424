"""Every route of the public API."""

from . import (
    channel_routes,
    code_routes,
    insight_routes,
    kept_routes,
    routes,
    run_routes,
    step_routes,
    version_routes,
    workflow_routes,
)

ROUTERS = (
    routes.tables,
    routes.every,
    routes.runs,
    run_routes.actions,
    step_routes.steps,
    insight_routes.insights,
    kept_routes.every,
    kept_routes.one,
    workflow_routes.every,
    workflow_routes.one,
    version_routes.versions,
    code_routes.every,
    code_routes.one,
    channel_routes.every,
    channel_routes.one,
)
