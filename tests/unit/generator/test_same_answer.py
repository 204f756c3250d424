"""Pydantic and the API server refuse the same manifests: `webmend run` needs no cluster to say what is wrong."""

from typing import Any

import pytest
from pydantic import ValidationError

from tests.support.manifests import Case, base, cases
from webmend.domain.base import Model
from webmend.domain.error_code import ErrorCodeSpec
from webmend.domain.run import RunSpec
from webmend.domain.version import VersionSpec
from webmend.domain.workflow import WorkflowSpec

SPECS: dict[str, type[Model]] = {
    "workflow": WorkflowSpec,
    "run": RunSpec,
    "version": VersionSpec,
    "code": ErrorCodeSpec,
}
LEFT_TO_THE_API_SERVER = ("metadata.name", "spec.errorHandling.allowRequeue")
"""What is not about the spec alone; and that "yes" is no boolean, which pydantic reads as one."""
OF_ITS_OWN_NAME = ("into itself", "repeat itself")
"""What is refused because it names the object that it stands in."""


def is_of_the_spec(case: Case) -> bool:
    names_itself = any(said in case.says for said in OF_ITS_OWN_NAME)
    return case.path not in LEFT_TO_THE_API_SERVER and not _is_about_a_double(case) and not names_itself


def _is_about_a_double(case: Case) -> bool:
    """Two items of one key: a workflow is told so by its Accepted condition as well."""
    return case.why.startswith("two ") and case.path.endswith("[1]")


@pytest.mark.parametrize("kind", SPECS)
def test_a_good_spec_is_taken(kind: str) -> None:
    SPECS[kind].model_validate(base(kind)["spec"])


@pytest.mark.parametrize("case", [case for case in cases("refused") if is_of_the_spec(case)], ids=str)
def test_what_the_api_server_refuses_is_refused_here_too(case: Case) -> None:
    spec: Any = case.object().get("spec")
    with pytest.raises(ValidationError):
        SPECS[case.kind].model_validate(spec)


@pytest.mark.parametrize("kind", SPECS)
def test_a_spec_survives_being_stored(kind: str) -> None:
    spec = SPECS[kind].model_validate(base(kind)["spec"])
    assert SPECS[kind].model_validate(spec.stored()) == spec
