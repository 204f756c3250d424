"""`python -m tests.site.states [PORT]` serves the cases, to look at them.

A browser finds them with `chromium --host-resolver-rules="MAP *.example 127.0.0.1:PORT"`; the list is at
http://127.0.0.1:PORT/, and a POST to /CASE makes one forget what it remembers.
"""

import sys

import uvicorn

from tests.site.states import packages
from tests.site.states.app import States

if __name__ == "__main__":
    packages.install()
    uvicorn.run(States().application(), port=int(sys.argv[1]) if sys.argv[1:] else 8090, log_level="warning")
