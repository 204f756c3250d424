"""What the API server takes and what it refuses, and that a refusal names the field."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from kubernetes import client, config

from tests.support.control_plane import ControlPlane
from tests.support.manifests import Case, Object, base, cases, changed
from webmend.domain.names import GROUP, PLURALS, VERSION

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted([*(ROOT / "examples").glob("*.yaml"), *(ROOT / "docs/reference/examples").glob("*.yaml")])


@pytest.fixture(scope="module")
def api(control_plane: ControlPlane) -> Iterator[client.ApiClient]:
    with config.new_client_from_config(control_plane.kubeconfig) as found:
        yield found


@pytest.fixture(scope="module")
def objects(api: client.ApiClient) -> client.CustomObjectsApi:
    return client.CustomObjectsApi(api)


def where(manifest: Object) -> tuple[str, str, str, str]:
    return GROUP, VERSION, manifest["metadata"]["namespace"], PLURALS[manifest["kind"]]


def refusal(error: client.ApiException) -> list[tuple[str, str]]:
    """What the API server found wrong: path and reason of each fault."""
    status = json.loads(error.body)
    causes = status.get("details", {}).get("causes", [])
    return [(cause.get("field", ""), cause["message"]) for cause in causes] or [(status["message"], status["message"])]


def names_the_field(error: client.ApiException, case: Case) -> bool:
    """Whether a fault has the case's path and reason; an unknown field is told in the message alone."""
    return any(
        (path == case.path or f'unknown field "{case.path}"' in path) and case.says in reason
        for path, reason in refusal(error)
    )


def create(objects: client.CustomObjectsApi, manifest: Object, **options: Any) -> Object:
    found: Object = objects.create_namespaced_custom_object(
        *where(manifest), manifest, field_validation="Strict", **options
    )
    return found


@pytest.mark.parametrize("kind", ["workflow", "run", "version", "code"])
def test_a_good_object_is_taken(objects: client.CustomObjectsApi, kind: str) -> None:
    create(objects, base(kind), dry_run="All")


@pytest.mark.parametrize("case", cases("refused"), ids=str)
def test_a_bad_object_is_refused_with_the_path_of_the_field(objects: client.CustomObjectsApi, case: Case) -> None:
    with pytest.raises(client.ApiException) as refused:
        create(objects, case.object(), dry_run="All")
    assert names_the_field(refused.value, case), refusal(refused.value)


@pytest.fixture
def stored(objects: client.CustomObjectsApi, request: pytest.FixtureRequest) -> Iterator[Object]:
    """The object of a case as it stands before the change."""
    case: Case = request.getfixturevalue("case")
    manifest = create(objects, case.stored())
    at = (*where(manifest), manifest["metadata"]["name"])
    try:
        if case.status:
            manifest = objects.patch_namespaced_custom_object_status(*at, {"status": case.status})
        yield manifest
    finally:
        objects.delete_namespaced_custom_object(*at)


def replace(objects: client.CustomObjectsApi, old: Object, case: Case) -> None:
    at = (*where(old), old["metadata"]["name"])
    put = objects.replace_namespaced_custom_object_status if case.through else objects.replace_namespaced_custom_object
    put(*at, changed(old, case.set), field_validation="Strict")


@pytest.mark.parametrize("case", [case for case in cases("changes") if case.allowed], ids=str)
def test_a_stored_object_changes_where_it_may(objects: client.CustomObjectsApi, case: Case, stored: Object) -> None:
    replace(objects, stored, case)


@pytest.mark.parametrize("case", [case for case in cases("changes") if not case.allowed], ids=str)
def test_a_stored_object_stays_as_it_is_otherwise(objects: client.CustomObjectsApi, case: Case, stored: Object) -> None:
    with pytest.raises(client.ApiException) as refused:
        replace(objects, stored, case)
    assert names_the_field(refused.value, case), refusal(refused.value)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_is_taken(objects: client.CustomObjectsApi, path: Path) -> None:
    ours = [found for found in yaml.safe_load_all(path.read_text()) if found["apiVersion"] == f"{GROUP}/{VERSION}"]
    assert ours
    for manifest in ours:
        create(objects, changed(manifest, {"metadata.namespace": "default"}), dry_run="All")


def largest_graph() -> Object:
    """As many steps, ways to find an element and things to expect as are allowed: 1.2 MB, near what etcd takes."""
    selectors = [{"role": "button", "name": f"{n:>40}"} for n in range(8)]
    expect = [{"element": {"selectors": selectors}}] * 8
    step = {"target": {"selectors": selectors}, "fill": {"value": "x" * 200}, "expect": expect}
    return {"nodes": [{"id": f"step-{n}", **step} for n in range(200)]}


def test_the_largest_graph_is_within_the_cost_limits_of_the_rules(objects: client.CustomObjectsApi) -> None:
    create(objects, changed(base("workflow"), {"spec.graph": largest_graph()}), dry_run="All")
    manifest = create(objects, changed(base("version"), {"spec.graph": largest_graph()}))
    at = (*where(manifest), manifest["metadata"]["name"])
    try:
        replace(objects, manifest, Case("version", "a decision", set={"spec.decision": "Approved"}))
    finally:
        objects.delete_namespaced_custom_object(*at)


def test_the_api_server_fills_in_what_is_selected_by_and_little_else(objects: client.CustomObjectsApi) -> None:
    assert create(objects, base("workflow"), dry_run="All")["spec"] == {**base("workflow")["spec"], "state": "Active"}
    assert create(objects, base("run"), dry_run="All")["spec"] == {**base("run")["spec"], "trigger": "Manual"}
    assert create(objects, base("version"), dry_run="All")["spec"] == base("version")["spec"]
