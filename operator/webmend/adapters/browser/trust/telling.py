"""What the browser would call an error that a tunnel has met in its place."""

import socket
import ssl

_DATE, _HOST = "CERT_DATE_INVALID", "CERT_COMMON_NAME_INVALID"
_VERIFYING = {9: _DATE, 10: _DATE, 62: _HOST, 64: _HOST}
"""By OpenSSL's code (x509_vfy.h): not valid yet, expired, of another host, of another address."""
_REFUSED = ("CERTIFICATE", "UNKNOWN_CA", "HANDSHAKE_FAILURE", "ACCESS_DENIED")
"""Words of the alerts by which a site refuses a client certificate (RFC 8446, section 6.2)."""


def net_error(error: OSError) -> str:
    """Chromium's name of it: net::ERR_..."""
    return f"net::ERR_{_word(error)}"


def _word(error: OSError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return _VERIFYING.get(error.verify_code, "CERT_AUTHORITY_INVALID")
    if isinstance(error, ssl.SSLError):
        reason = error.reason or ""
        refused = "ALERT" in reason and any(word in reason for word in _REFUSED)
        return "BAD_SSL_CLIENT_AUTH_CERT" if refused else "SSL_PROTOCOL_ERROR"
    if isinstance(error, socket.gaierror):
        return "NAME_NOT_RESOLVED"
    if isinstance(error, ConnectionRefusedError):
        return "CONNECTION_REFUSED"
    return "CONNECTION_TIMED_OUT" if isinstance(error, TimeoutError) else "CONNECTION_CLOSED"
