"""Installs the S3 server, once for each state of its requirements."""

import subprocess
import sys
import venv

from tests.support.s3 import FOLDER, REQUIREMENTS


def main() -> None:
    """Make the environment, unless it is there whole."""
    if (FOLDER / "ready").exists():
        return
    venv.create(FOLDER, with_pip=True, clear=True)
    pip = (FOLDER / "bin/python", "-m", "pip", "--disable-pip-version-check", "--quiet", "install")
    subprocess.run([*pip, "--requirement", REQUIREMENTS], check=True)
    (FOLDER / "ready").touch()


if __name__ == "__main__":
    sys.exit(main())
