#!/usr/bin/env python3
"""Derive the strict seccomp profile: the container runtime's default, and the least that Chromium's own sandbox needs.

usage: seccomp.py [--check]     (--check: write nothing, fail where the file is out of date)

Chromium puts its renderers into user, PID and network namespaces of their own and into an empty root. A runtime's
default profile refuses that to a container without capabilities, and the sandbox fails. This profile lets exactly that
pass, by `clone` and `unshare` for those three namespaces and by `chroot`. Nothing more: other namespaces and `mount`
stay refused.

A Localhost profile replaces the runtime's default, so it has to be complete. The default is taken from containerd
(seccomp_base.go) with its conditions resolved for a container without capabilities.
"""

import json
import sys
from enum import Flag
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
BASE = HERE / "seccomp_base.json"
PROFILE = HERE / "chromium.json"

# Native system calls only: a 32-bit one ends the process. Both have `clone` with its flags in the first argument.
ARCHITECTURES = ["SCMP_ARCH_X86_64", "SCMP_ARCH_AARCH64"]
ENOSYS = 38

Rule = dict[str, Any]


class Namespace(Flag):
    """The flags of clone(2) and unshare(2) that make namespaces, from linux/sched.h."""

    TIME = 0x00000080
    MOUNT = 0x00020000
    CGROUP = 0x02000000
    UTS = 0x04000000
    IPC = 0x08000000
    USER = 0x10000000
    PID = 0x20000000
    NET = 0x40000000


SANDBOX = Namespace.USER | Namespace.PID | Namespace.NET
"""The namespaces that Chromium's sandbox makes."""

REFUSED = ~SANDBOX
"""All the others. TIME lies in the byte where `clone` has its exit signal and is never set there by a valid one, so one
mask serves both calls."""


def without_bits(mask: int) -> Rule:
    """The condition that the first argument has no bit of `mask`: masked by `value`, it must equal `valueTwo`."""
    return {"index": 0, "value": mask, "valueTwo": 0, "op": "SCMP_CMP_MASKED_EQ"}


SANDBOX_RULES: list[Rule] = [
    {"names": ["clone", "unshare"], "action": "SCMP_ACT_ALLOW", "args": [without_bits(REFUSED.value)]},
    {"names": ["chroot"], "action": "SCMP_ACT_ALLOW"},
    # a filter cannot look into clone3's argument; told that the kernel lacks it, libc falls back to clone. Any other
    # answer, EPERM among them, ends thread creation instead.
    {"names": ["clone3"], "action": "SCMP_ACT_ERRNO", "errnoRet": ENOSYS},
]


def remove_names(rules: list[Rule], names: set[str]) -> list[Rule]:
    """The rules without those names; a rule left without any is gone."""
    kept = [{**rule, "names": [name for name in rule["names"] if name not in names]} for rule in rules]
    return [rule for rule in kept if rule["names"]]


def derive(base: Rule) -> Rule:
    """The strict profile from the runtime's default, both in OCI form.

    What the default says of the sandbox's own calls gives way: libseccomp would let pass what either rule allows.
    """
    ours = {name for rule in SANDBOX_RULES for name in rule["names"]}
    return {**base, "architectures": ARCHITECTURES, "syscalls": remove_names(base["syscalls"], ours) + SANDBOX_RULES}


def render() -> str:
    return json.dumps(derive(json.loads(BASE.read_text())), indent=1) + "\n"


def main() -> None:
    if "--check" not in sys.argv[1:]:
        PROFILE.write_text(render())
    elif not PROFILE.exists() or PROFILE.read_text() != render():
        sys.exit(f"{PROFILE} is out of date: run `make generate`")


if __name__ == "__main__":
    main()
