"""When something was seen in the API: a watch that notes the local time of what it waits for."""

import json
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

Object = dict[str, Any]


class Seen:
    """The first time at which each object, by key, was as asked for; seconds since the epoch."""

    def __init__(self) -> None:
        self._times: dict[str, float] = {}
        self._changed = threading.Condition()

    def note(self, key: str) -> None:
        """Now, unless it has been noted before."""
        with self._changed:
            self._times.setdefault(key, time.time())
            self._changed.notify_all()

    def wait(self, key: str, seconds: float) -> float:
        """The time of that key; raises TimeoutError when it does not come."""
        with self._changed:
            if not self._changed.wait_for(lambda: key in self._times, seconds):
                raise TimeoutError(f"not seen within {seconds} s: {key}")
            return self._times[key]


@contextmanager
def watching(path: str, key_when: Callable[[Object], str | None]) -> Iterator[Seen]:
    """Watch an API path; `key_when` gives the key of an object that is as asked for, else None."""
    seen = Seen()
    process = subprocess.Popen(["kubectl", "get", "--raw", f"{path}?watch=1"], stdout=subprocess.PIPE, text=True)

    def read() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            key = key_when(json.loads(line)["object"])
            if key is not None:
                seen.note(key)

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    try:
        yield seen
    finally:
        process.terminate()
        process.wait(10)
        reader.join(10)
