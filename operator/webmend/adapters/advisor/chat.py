"""Any endpoint that speaks the chat completions of OpenAI's API."""

from collections.abc import Callable
from typing import Any

import httpx

from webmend.domain.advice import Prompt, Reply
from webmend.ports.advisor import AdvisorUnavailable

MOST_BYTES = 64 * 1024
"""Longest answer that is read."""
MOST_TOKENS = 700
"""An answer of three labels with their quotes is far shorter."""
_NO_SCHEMA = frozenset({400, 404, 422})
"""How endpoints without structured output refuse the field that asks for it."""


class ChatAdvisor:
    """Asks `model` at `url`, the base address that ends in /v1. `key` is read anew for each call; empty: none sent.

    `timeout`: seconds for each wait on the line. Whoever asks sets the bound for the whole.
    """

    def __init__(
        self,
        client: httpx.AsyncClient,
        url: str,
        model: str,
        key: Callable[[], str] = str,
        timeout: float = 10.0,
    ) -> None:
        self._client = client
        self._url = f"{url.rstrip('/')}/chat/completions"
        self._model = model
        self._key = key
        self._timeout = timeout
        self._is_structured = True

    async def ask(self, prompt: Prompt) -> Reply:
        """One answer at temperature 0; raises AdvisorUnavailable.

        An endpoint that refuses structured output is asked without it, now and from then on.
        """
        try:
            status, body = await self._post(self._question(prompt))
            if status in _NO_SCHEMA and self._is_structured:
                self._is_structured = False
                status, body = await self._post(self._question(prompt))
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise AdvisorUnavailable(type(error).__name__) from error
        if status != 200:
            raise AdvisorUnavailable(f"the endpoint answered {status}")
        return _read(body, self._model)

    def _question(self, prompt: Prompt) -> dict[str, Any]:
        question: dict[str, Any] = {
            "model": self._model,
            "temperature": 0,
            "max_tokens": MOST_TOKENS,
            "messages": [
                {"role": "system", "content": prompt.instructions},
                {"role": "user", "content": prompt.material},
            ],
        }
        if self._is_structured:
            schema = {"name": "verdict", "strict": True, "schema": prompt.answer}
            question["response_format"] = {"type": "json_schema", "json_schema": schema}
        return question

    async def _post(self, question: dict[str, Any]) -> tuple[int, bytes]:
        """Status and body; a body beyond the limit is no answer."""
        key = self._key()
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        asked = self._client.stream("POST", self._url, json=question, headers=headers, timeout=self._timeout)
        async with asked as response:
            body = b""
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) > MOST_BYTES:
                    raise AdvisorUnavailable("the answer is too long")
            return response.status_code, body


def _read(body: bytes, model: str) -> Reply:
    try:
        answer = httpx.Response(200, content=body).json()
        text = answer["choices"][0]["message"]["content"]
        tokens = (answer.get("usage") or {}).get("total_tokens") or 0
        return Reply(model=answer.get("model") or model, text=text, tokens=tokens)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise AdvisorUnavailable("the endpoint's answer is no chat completion") from error
