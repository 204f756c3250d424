"""The strict seccomp profile is the runtime's default with what Chromium's sandbox needs, and nothing else."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

IMAGE = Path(__file__).resolve().parents[3] / "runner-image"

CLONE_NEWTIME, CLONE_NEWNS, CLONE_NEWCGROUP, CLONE_NEWUTS, CLONE_NEWIPC = 0x80, 0x20000, 0x2000000, 0x4000000, 0x8000000
CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = 0x10000000, 0x20000000, 0x40000000
CLONE_THREAD_FLAGS = 0x3D0F00  # what glibc's pthread_create asks for


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, IMAGE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


seccomp = load("seccomp")
BASE = json.loads((IMAGE / "seccomp_base.json").read_text())
PROFILE = seccomp.derive(BASE)


def rules_for(call: str, profile: dict[str, Any] = PROFILE) -> list[dict[str, Any]]:
    return [rule for rule in profile["syscalls"] if call in rule["names"]]


def lets_pass(call: str, flags: int) -> bool:
    """Whether the profile allows a call with these flags as its first argument."""
    return any(
        rule["action"] == "SCMP_ACT_ALLOW"
        and all(flags & c["value"] == c["valueTwo"] for c in rule.get("args", ()) if c["op"] == "SCMP_CMP_MASKED_EQ")
        for rule in rules_for(call)
    )


@pytest.mark.parametrize("call", ["clone", "unshare"])
@pytest.mark.parametrize(
    "flags",
    [0, CLONE_THREAD_FLAGS, CLONE_NEWUSER, CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET, CLONE_NEWPID, CLONE_NEWNET],
)
def test_what_the_sandbox_needs_passes(call: str, flags: int) -> None:
    assert lets_pass(call, flags)


@pytest.mark.parametrize("call", ["clone", "unshare"])
@pytest.mark.parametrize("flag", [CLONE_NEWTIME, CLONE_NEWNS, CLONE_NEWCGROUP, CLONE_NEWUTS, CLONE_NEWIPC])
def test_no_other_namespace_passes_not_even_together_with_a_user_namespace(call: str, flag: int) -> None:
    assert not lets_pass(call, flag)
    assert not lets_pass(call, CLONE_NEWUSER | flag)


@pytest.mark.parametrize(
    "call",
    [
        "mount",
        "umount2",
        "pivot_root",
        "move_mount",
        "open_tree",
        "fsopen",
        "setns",
        "bpf",
        "userfaultfd",
        "io_uring_setup",
    ],
)
def test_calls_that_the_default_refuses_stay_refused(call: str) -> None:
    assert rules_for(call) == []
    assert PROFILE["defaultAction"] == "SCMP_ACT_ERRNO"


def test_clone3_is_answered_as_if_the_kernel_lacked_it() -> None:
    assert rules_for("clone3") == [{"names": ["clone3"], "action": "SCMP_ACT_ERRNO", "errnoRet": 38}]


def test_a_rule_of_the_default_for_a_call_of_the_sandbox_gives_way() -> None:
    assert rules_for("clone", BASE)
    assert [rule["names"] for rule in rules_for("clone")] == [["clone", "unshare"]]


def test_all_else_is_the_default_unchanged() -> None:
    changed = {"clone", "clone3", "unshare", "chroot"}
    want = [rule for rule in BASE["syscalls"] if not changed & set(rule["names"])]
    assert PROFILE["syscalls"][: len(want)] == want
    assert {name for rule in PROFILE["syscalls"][len(want) :] for name in rule["names"]} == changed


def test_only_native_system_calls_are_known() -> None:
    assert PROFILE["architectures"] == ["SCMP_ARCH_X86_64", "SCMP_ARCH_AARCH64"]


def test_the_generated_file_is_current() -> None:
    assert (IMAGE / "chromium.json").read_text() == seccomp.render()
