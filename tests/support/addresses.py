"""Addresses and names of an inner network, in all ways of writing them: whoever connects for others refuses them."""

FORMS = [
    "127.0.0.66",
    "2130706498", "0x7f000042", "0x7f.0x0.0x0.0x42", "017700000102", "0177.0.0.0102", "127.66",
    "127.0.66",
    "127.0.0.66.", "[::ffff:127.0.0.66]", "[::ffff:7f00:42]", "[127.0.0.66]", "[[127.0.0.66]]", "%31%32%37.0.0.66",
    "%2531.0.0.66", "site.test@127.0.0.66", "site.test\\@127.0.0.66", "127.0.0.66\\.site.test",
    "127.0.0.66#.site.test", "127.0.0.66/.site.test", "[inside.test]", "inside.test", "inside.test.", "INSIDE.TEST",
    "ⓘnside.test", "１２７.0.0.66", "127。0。0。66", "[::1]", "[::]", "0", "0.0.0.0", "localhost", "localhost.",
    "app.localhost", "[::127.0.0.66]", "[64:ff9b::7f00:42]", "[2002:7f00:42::]",
]  # fmt: skip
"""Ways to write 127.0.0.66, and this machine."""

INNER = [
    "10.0.0.1", "172.16.0.1", "172.31.255.254", "192.168.1.1", "100.64.0.1", "127.0.0.2", "0.1.2.3", "224.0.0.1",
    "240.0.0.1", "255.255.255.255", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1",
    "169.254.169.254", "100.100.100.200", "168.63.129.16", "192.0.0.192", "10.96.0.1",
    "::1", "::", "fe80::1", "fc00::1", "fd00:ec2::254", "fd20:ce::254", "ff02::1", "fec0::1", "::10.0.0.1",
    "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:a9fe:a9fe::1", "2001::1", "3fff::1",
    "100::1",
]  # fmt: skip
"""Addresses that are not public."""

INNER_NAMES = [
    "kubernetes",
    "kubernetes.default.svc",
    "a.b.svc.cluster.local",
    "printer.local",
    "x.internal",
    "metadata",
]
OTHER_PORTS = [22, 25, 2379, 6443, 10250]
"""Ports of what is no web site."""
