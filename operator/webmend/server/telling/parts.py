"""The parts that tell people, put together."""

from dataclasses import dataclass

from webmend.adapters.notify import HttpPoster, ProxyPoster
from webmend.domain.settings import Settings
from webmend.policy.reaching import Reach
from webmend.ports.clock import Clock
from webmend.ports.cluster import Cluster
from webmend.ports.notifier import Poster
from webmend.ports.outbox import Outbox
from webmend.ports.store import Store
from webmend.server.vault import Vault

from .bell import Bell
from .channels import Channels
from .delivering import USUAL, Deliverer, Pace
from .spreading import Spreader
from .standings import Standings
from .ways import Ways


@dataclass(frozen=True)
class Telling:
    """What runs beside the routes."""

    posted: Bell
    """To be rung when events are kept."""
    due: Bell
    """To be rung when a delivery has come due."""
    spreader: Spreader
    deliverer: Deliverer
    standings: Standings


def assembled(
    cluster: Cluster,
    store: Store,
    outbox: Outbox,
    clock: Clock,
    settings: Settings,
    poster: Poster | None = None,
    pace: Pace = USUAL,
) -> Telling:
    """Those of one server. `poster`: None for that of the settings: through the egress proxy where there is one."""
    told, proxy = settings.notifications, settings.runner.egress_proxy
    reach = Reach.of(told.allow, told.ports)
    poster = poster or (ProxyPoster(proxy) if proxy else HttpPoster(reach))
    ways = Ways(Vault(cluster), poster, None if proxy else reach, clock)
    posted, due = Bell(), Bell()
    channels = Channels(cluster, settings.namespaces)
    standings = Standings(cluster, store, ways, clock, posted)
    return Telling(
        posted=posted,
        due=due,
        spreader=Spreader(outbox, channels, clock, posted, due),
        deliverer=Deliverer(outbox, store, channels, ways, standings, clock, due, pace),
        standings=standings,
    )
