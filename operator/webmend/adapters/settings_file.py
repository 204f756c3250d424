"""The settings of the installation, as the chart hands them to operator and server."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from webmend.domain.settings import Settings

VARIABLE = "WEBMEND_SETTINGS"


class BadSettings(Exception):
    """The settings are missing or wrong; says where and how."""


def load(environ: Mapping[str, str]) -> Settings:
    """The settings in the JSON file that WEBMEND_SETTINGS names; raises BadSettings."""
    path = environ.get(VARIABLE)
    if not path:
        raise BadSettings(f"{VARIABLE} is not set: it names the JSON file with the settings")
    try:
        return Settings.model_validate_json(Path(path).read_bytes())
    except OSError as error:
        raise BadSettings(f"{path} ({VARIABLE}) cannot be read: {error.strerror}") from error
    except ValidationError as error:
        told = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'file'}: {e['msg']}" for e in error.errors())
        raise BadSettings(f"{path}: {told}") from None
