"""Where objects live in the API."""

import pytest

from webmend.adapters.kubernetes import paths
from webmend.ports.cluster import PODS, RUNS, TOKEN_REVIEWS


def test_paths_follow_group_namespace_and_name() -> None:
    assert paths.collection(PODS) == "/api/v1/pods"
    assert paths.collection(RUNS, "clinic") == "/apis/webmend.io/v1alpha1/namespaces/clinic/workflowruns"
    assert paths.collection(TOKEN_REVIEWS) == "/apis/authentication.k8s.io/v1/tokenreviews"
    assert paths.item(RUNS, "clinic", "one", "status").endswith("/workflowruns/one/status")


@pytest.mark.parametrize("name", ["../secrets/login", "a/b", "a?watch=true", "a#b", "%2e%2e"])
def test_a_name_stays_one_segment_of_the_path(name: str) -> None:
    path = paths.item(PODS, "clinic", name)

    assert path.count("/") == "/api/v1/namespaces/clinic/pods/x".count("/")
    assert not set("?#") & set(path)


def test_nothing_is_never_a_name() -> None:
    with pytest.raises(ValueError, match="not empty"):
        paths.item(PODS, "clinic", "")
