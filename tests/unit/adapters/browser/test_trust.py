"""Certificates: which there are in a text, what errors are called, and who may use a tunnel."""

import socket
import ssl
from pathlib import Path

import pytest

from webmend.adapters.browser.trust.store import certificates
from webmend.adapters.browser.trust.telling import net_error
from webmend.adapters.browser.trust.tunnels import host_and_port, is_ours

ONE = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"
TWO = "-----BEGIN CERTIFICATE-----\nBBBB\n-----END CERTIFICATE-----"
KEY = "-----BEGIN PRIVATE KEY-----\nCCCC\n-----END PRIVATE KEY-----"


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("", ()),
        (ONE, (ONE,)),
        (f"# Clinic\n{TWO}\n\n# Lab\n{ONE}\n", (TWO, ONE)),
        (f"{ONE}\n{ONE}", (ONE,)),
        (f"{KEY}\n{ONE}", (ONE,)),
        (ONE.replace("-----END CERTIFICATE-----", ""), ()),
        (f"-----BEGIN CERTIFICATE-----\nAA\n{ONE}", (ONE,)),
    ],
)
def test_certificates_are_found_among_other_text(text: str, want: tuple[str, ...]) -> None:
    assert certificates(text) == want


def _tls(reason: str) -> ssl.SSLError:
    error = ssl.SSLError(1, f"[SSL: {reason}] (_ssl.c:1)")
    error.reason = reason
    return error


def _unverified(code: int) -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_code = code
    return error


@pytest.mark.parametrize(
    ("error", "want"),
    [
        (_unverified(10), "CERT_DATE_INVALID"),
        (_unverified(9), "CERT_DATE_INVALID"),
        (_unverified(62), "CERT_COMMON_NAME_INVALID"),
        (_unverified(64), "CERT_COMMON_NAME_INVALID"),
        (_unverified(18), "CERT_AUTHORITY_INVALID"),
        (_unverified(20), "CERT_AUTHORITY_INVALID"),
        (_tls("TLSV13_ALERT_CERTIFICATE_REQUIRED"), "BAD_SSL_CLIENT_AUTH_CERT"),
        (_tls("TLSV1_ALERT_UNKNOWN_CA"), "BAD_SSL_CLIENT_AUTH_CERT"),
        (_tls("SSLV3_ALERT_HANDSHAKE_FAILURE"), "BAD_SSL_CLIENT_AUTH_CERT"),
        (_tls("TLSV1_ALERT_PROTOCOL_VERSION"), "SSL_PROTOCOL_ERROR"),
        (_tls("WRONG_VERSION_NUMBER"), "SSL_PROTOCOL_ERROR"),
        (socket.gaierror(-2, "Name or service not known"), "NAME_NOT_RESOLVED"),
        (ConnectionRefusedError(), "CONNECTION_REFUSED"),
        (TimeoutError(), "CONNECTION_TIMED_OUT"),
        (ConnectionResetError(), "CONNECTION_CLOSED"),
    ],
)
def test_errors_are_called_as_the_browser_calls_them(error: OSError, want: str) -> None:
    assert net_error(error) == f"net::ERR_{want}"


@pytest.mark.parametrize(
    ("origin", "want"),
    [
        ("https://portal.example", ("portal.example", 443)),
        ("https://portal.example:8443", ("portal.example", 8443)),
    ],
)
def test_an_origin_has_a_port(origin: str, want: tuple[str, int]) -> None:
    assert host_and_port(origin) == want


TABLE = """\
  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:9C40 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1001        0 100 1
   1: 0100007F:9C41 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1002        0 101 1
   2: 0100007F:1F90 0100007F:9C40 01 00000000:00000000 00:00000000 00000000  1001        0 102 1
   3: 0A00000A:9C42 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1001        0 103 1
"""


@pytest.mark.parametrize(
    ("port", "want"),
    [
        (0x9C40, True),
        (0x9C41, False),  # another user's
        (0x9C42, False),  # not from loopback
        (0x9C43, False),  # nobody's
    ],
)
def test_only_our_own_user_gets_through_a_tunnel(tmp_path: Path, port: int, want: bool) -> None:
    table = tmp_path / "tcp"
    table.write_text(TABLE)

    assert is_ours(port, 1001, table) is want


def test_where_the_system_does_not_say_whose_it_is_nobody_gets_through(tmp_path: Path) -> None:
    assert not is_ours(0x9C40, 1001, tmp_path / "none")
