"""Show that the image's browser works where runs will: sandbox on, no capabilities, read-only root, rules there.

usage: smoke_test.py     (prints one JSON object; exit status 0 if everything holds)

Needs Playwright and WEBMEND_CHROMIUM, as the image has them; feed it to `python -` in a container of the image.
"""

import json
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

PAGE = """<h1>Clinic</h1><canvas width=20 height=20></canvas>
<button onclick="document.title = 'clicked'">Go</button>
<script>document.querySelector('canvas').getContext('2d').fillRect(0, 0, 20, 20)</script>"""
OPACITY = "document.querySelector('canvas').getContext('2d').getImageData(5, 5, 1, 1).data[3]"
PNG = b"\x89PNG\r\n"


def browsing(page: Page) -> dict[str, bool]:
    """What a run needs of a page: clicks, pictures of it, text that is drawn."""
    page.set_content(PAGE)
    page.get_by_role("button", name="Go").click()
    heading = page.locator("h1").bounding_box()
    return {
        "click": page.title() == "clicked",
        "screenshot": page.screenshot().startswith(PNG),
        "canvas": page.evaluate(OPACITY) == 255,
        "text": heading is not None and heading["height"] > 20,
    }


def renderers() -> Iterator[Path]:
    for process in Path("/proc").glob("[0-9]*"):
        # Chromium's forked processes write their arguments with blanks between them
        if b"--type=renderer" in (process / "cmdline").read_bytes().replace(b"\0", b" ").split():
            yield process


def is_confined(process: Path) -> bool:
    """Whether a renderer has user, PID and network namespace of its own and an empty root."""
    own_namespaces = all(
        (process / "ns" / name).readlink() != Path("/proc/self/ns", name).readlink() for name in ("user", "pid", "net")
    )
    return own_namespaces and (process / "root").readlink() != Path("/")


def main() -> int:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["WEBMEND_CHROMIUM"], chromium_sandbox=True)
        holds = browsing(browser.new_page())
        confined = [is_confined(process) for process in renderers()]
        holds["sandbox"] = bool(confined) and all(confined)
        holds["certutil"] = shutil.which("certutil") is not None
        holds["consent rules"] = (Path(sys.prefix) / "autoconsent/compact-rules.json").is_file()
        print(json.dumps({"version": browser.version, **holds}))
        browser.close()
    return 0 if all(holds.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
