"""A code source over HTTP: one bounded GET, no redirect, nothing kept."""

from typing import TYPE_CHECKING

from webmend.ports.inbox import InboxUnavailable

if TYPE_CHECKING:
    import httpx

TIMEOUT = 10.0
MOST_BYTES = 256 * 1024
REFUSAL = "x-smokescreen-error"
"""Header of the egress proxy's own answers."""
REFUSED = "the egress proxy of this installation refuses the code source; it can be allowed with egress.allow"


class HttpInbox:
    """Implements webmend.ports.inbox.Inbox. `proxy`: URL of the egress proxy; empty: it connects by itself."""

    def __init__(self, proxy: str = "") -> None:
        self._proxy = proxy or None

    async def fetch(self, url: str, token: str | None) -> bytes:
        """See Inbox. A redirect is a failure: it would lead away from the origin that was allowed, with the token."""
        import httpx  # few installations have code sources, and every start would pay for it

        headers = {"Accept": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
        try:
            async with (
                httpx.AsyncClient(
                    timeout=TIMEOUT, follow_redirects=False, trust_env=False, proxy=self._proxy
                ) as client,
                client.stream("GET", url, headers=headers) as response,
            ):
                if self._proxy and response.status_code == 403 and REFUSAL in response.headers:
                    raise InboxUnavailable(REFUSED)
                if response.status_code != 200:
                    raise InboxUnavailable(f"the code source answers with status {response.status_code}")
                return await _bounded(response)
        except httpx.ProxyError as error:
            raise InboxUnavailable(REFUSED if str(error).startswith("403") else f"the proxy: {error}") from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise InboxUnavailable(f"the code source does not answer: {type(error).__name__}") from None


async def _bounded(response: "httpx.Response") -> bytes:
    body = bytearray()
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > MOST_BYTES:
            raise InboxUnavailable(f"the code source answers with more than {MOST_BYTES} bytes")
    return bytes(body)
