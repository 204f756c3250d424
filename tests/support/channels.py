"""Channels for tests."""

from typing import Any

from tests.support.builders import NOW
from webmend.domain.channel import Channel, ChannelSpec

URL = "https://hooks.example/webmend"


def channel(name: str = "ops", **facts: Any) -> Channel:
    """A webhook that is told everything. `facts`: of the channel, or else of its spec."""
    of_channel = {key: facts.pop(key) for key in list(facts) if key in Channel.model_fields}
    way = {} if {"slack", "pagerduty"} & facts.keys() else {"webhook": {"url": URL}}
    spec = ChannelSpec.model_validate({**way, **facts})
    return Channel(
        **{"namespace": "clinic", "name": name, "uid": f"uid-{name}", "created": NOW, "spec": spec, **of_channel}
    )
