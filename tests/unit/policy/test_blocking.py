"""By what the cluster refuses a Job or a pod: its own words, each with what is near to it and something else."""

import pytest

from webmend.domain.interruption import Interruption
from webmend.policy.blocking import reason_of

JOB = 'jobs.batch "portal-1-11112222-a1" is forbidden: '
POD = 'Error creating: pods "portal-1-11112222-a1-x2b4c" is forbidden: '


@pytest.mark.parametrize(
    ("message", "want"),
    [
        (JOB + "exceeded quota: few, requested: count/jobs.batch=1, used: count/jobs.batch=1", "QuotaExceeded"),
        (POD + "exceeded quota: small, requested: pods=1, used: pods=3, limited: pods=3", "QuotaExceeded"),
        (POD + "failed quota: small: must specify limits.cpu for: runner", "QuotaExceeded"),
        (JOB + "status unknown for quota: few, resources: count/jobs.batch", "QuotaExceeded"),
        (JOB + "ValidatingAdmissionPolicy 'ours' denied request: over our team's quota", "AdmissionDenied"),
        (
            JOB + "unable to create new content in namespace clinic because it is being terminated",
            "NamespaceTerminating",
        ),
        (JOB + "ValidatingAdmissionPolicy 'ours' with binding 'ours' denied request: no Jobs", "AdmissionDenied"),
        ('admission webhook "validate.kyverno.svc" denied the request: images must be signed', "AdmissionDenied"),
        (POD + 'violates PodSecurity "restricted:latest": seccompProfile', "AdmissionDenied"),
        (POD + "maximum memory usage per Container is 1Gi, but limit is 1536Mi", "AdmissionDenied"),
        (POD + 'error looking up service account clinic/webmend-runner: serviceaccount "webmend-runner" not found',
         "AdmissionDenied"),
    ],
)  # fmt: skip
def test_what_the_clusters_rules_refuse_has_a_reason(message: str, want: str) -> None:
    assert reason_of(message) == want


@pytest.mark.parametrize(
    "message",
    [
        JOB + 'User "system:serviceaccount:a:b" cannot create resource "jobs" in API group "batch"',
        'Job.batch "portal-1" is invalid: spec.template.spec.containers[0].image: Required value',
        "etcdserver: request timed out",
        "",
    ],
)
def test_missing_rights_and_broken_objects_are_not_the_clusters_rules(message: str) -> None:
    assert reason_of(message) is None


def test_a_quota_named_after_a_policy_is_a_quota() -> None:
    assert reason_of(JOB + "exceeded quota: denied-request, requested: pods=1") is Interruption.QUOTA_EXCEEDED
