"""Try, from inside a container without capabilities, what the strict seccomp profile is to let pass and to refuse.

usage: probe_seccomp.py     (prints one line a call; exit status 0 if each was answered as it should be)

That Chromium starts does not prove the profile: with a mask that lets more namespaces pass it starts as well. So every
flag is tried, in a process of its own. Needs nothing but Python, and takes the constants from the kernel's headers, not
from what derives the profile.

A refusal by the filter (EPERM) is told from one by the kernel: namespaces are asked for together with a user namespace,
which any user may have, and other calls get arguments that the kernel would answer with another error.
"""

import ctypes
import errno
import os
import platform
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

NUMBERS = {
    "x86_64": {"clone": 56, "chroot": 161, "mount": 165, "umount2": 166, "unshare": 272, "setns": 308, "clone3": 435},
    "aarch64": {"umount2": 39, "mount": 40, "chroot": 51, "unshare": 97, "clone": 220, "setns": 268, "clone3": 435},
}[platform.machine()]
NEWTIME, NEWNS, NEWCGROUP, NEWUTS, NEWIPC = 0x80, 0x00020000, 0x02000000, 0x04000000, 0x08000000
NEWUSER, NEWPID, NEWNET = 0x10000000, 0x20000000, 0x40000000
PASSED = {"NEWUSER": NEWUSER, "NEWUSER|NEWPID": NEWUSER | NEWPID, "NEWUSER|NEWNET": NEWUSER | NEWNET}
REFUSED = {
    "NEWUSER|NEWNS": NEWUSER | NEWNS,
    "NEWUSER|NEWCGROUP": NEWUSER | NEWCGROUP,
    "NEWUSER|NEWUTS": NEWUSER | NEWUTS,
    "NEWUSER|NEWIPC": NEWUSER | NEWIPC,
}
libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Probe:
    call: str
    arguments: tuple[int, ...]
    description: str
    want: int  # errno, 0 for success


def probes() -> Iterator[Probe]:
    for name, flags in PASSED.items():
        yield Probe("unshare", (flags,), name, want=0)
        yield Probe("clone", (flags | signal.SIGCHLD, 0, 0, 0, 0), name, want=0)
    for name, flags in REFUSED.items():
        yield Probe("unshare", (flags,), name, want=errno.EPERM)
        yield Probe("clone", (flags | signal.SIGCHLD, 0, 0, 0, 0), name, want=errno.EPERM)
    yield Probe("unshare", (NEWUSER | NEWTIME,), "NEWUSER|NEWTIME", want=errno.EPERM)
    yield Probe("clone3", (0, 0), "no arguments", want=errno.ENOSYS)
    yield Probe("chroot", (0,), "no path, passed on to the kernel", want=errno.EFAULT)
    yield Probe("mount", (0, 0, 0, 0, 0), "no path, stopped by the filter", want=errno.EPERM)
    yield Probe("umount2", (0, 0), "no path, stopped by the filter", want=errno.EPERM)
    yield Probe("setns", (-1, 0), "no file, stopped by the filter", want=errno.EPERM)


def system_call(probe: Probe) -> int:
    """The errno of a system call, 0 if it succeeded. A clone's child ends here."""
    ctypes.set_errno(0)
    result = libc.syscall(NUMBERS[probe.call], *map(ctypes.c_long, probe.arguments))
    if probe.call == "clone" and result == 0:
        os._exit(0)
    return ctypes.get_errno()


def in_child(action: Callable[[], int]) -> int:
    """What `action` returns in a process of its own, so that no probe changes the next."""
    child = os.fork()
    if child == 0:
        os._exit(action())
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def name_of(number: int) -> str:
    return errno.errorcode.get(number, str(number)) if number else "ok"


def is_as_wanted(probe: Probe) -> bool:
    got = in_child(lambda: system_call(probe))
    verdict = "as wanted" if got == probe.want else f"WANTED {name_of(probe.want)}"
    print(f"{probe.call:8} {probe.description:34} {name_of(got):7} {verdict}", flush=True)
    return got == probe.want


if __name__ == "__main__":
    answers = [is_as_wanted(probe) for probe in probes()]
    sys.exit(0 if all(answers) else 1)
