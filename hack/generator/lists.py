"""Lists whose items are told apart by a key: the API server refuses doubles and merges them item by item."""

from pydantic import BaseModel

from webmend.domain.action import Extract, ListShape, TableShape
from webmend.domain.channel import ChannelStatus
from webmend.domain.graph import Graph
from webmend.domain.run import Answer, RunSpec, RunStatus
from webmend.domain.workflow import ErrorHandling, Outputs, WorkflowSpec, WorkflowStatus

MAP_KEYS: dict[type[BaseModel], dict[str, tuple[str, ...]]] = {
    Graph: {"nodes": ("id",)},
    Extract: {"fields": ("name",)},
    ListShape: {"fields": ("name",)},
    TableShape: {"columns": ("name",)},
    WorkflowSpec: {"inputs": ("name",), "credentials": ("alias",)},
    Outputs: {"rules": ("output",)},
    ErrorHandling: {"errorCodes": ("code",)},
    WorkflowStatus: {"conditions": ("type",)},
    RunSpec: {"answers": ("requestId",)},
    RunStatus: {"conditions": ("type",)},
    ChannelStatus: {"conditions": ("type",)},
}
"""By model: the field in camelCase and the keys of its items."""

FIXED_ITEMS: dict[type[BaseModel], str] = {Answer: "an answer stays as it was given"}
"""Items of such lists that may not change once they are there, with what to say to somebody who tries."""
