"""A certificate for tunnels: made for one browser, signed by an authority whose key is thrown away at once."""

import datetime
import ipaddress
import os
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

VALID = datetime.timedelta(days=2)
"""An attempt lasts a day at most."""
SKEW = datetime.timedelta(hours=1)


@dataclass(frozen=True)
class Identity:
    """What the browser is shown by the tunnels."""

    authority: str
    """The certificate that it has to trust, in PEM."""
    chain: str
    """Certificate and key of the tunnels, in PEM."""

    @classmethod
    def of(cls, hosts: Sequence[str], now: datetime.datetime) -> Self:
        """One that stands for these hosts, and for no other."""
        keys, own = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
        issuer = _name("webmend, for one browser")
        root = _builder(issuer, issuer, keys, now).add_extension(x509.BasicConstraints(True, 0), critical=True)
        names = x509.SubjectAlternativeName(list(map(_general, hosts)))
        leaf = _builder(_name("webmend tunnel"), issuer, own, now).add_extension(names, critical=False)
        key = own.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return cls(_pem(root.sign(keys, hashes.SHA256())), _pem(leaf.sign(keys, hashes.SHA256())) + key.decode())


def load(context: ssl.SSLContext, chain: str) -> None:
    """Have the context show this certificate with this key; raises ssl.SSLError. The key is never put on a disk."""
    with _in_memory(chain) as path:
        context.load_cert_chain(path, password=_no_password)


def _no_password() -> str:
    raise ssl.SSLError("the key is encrypted: store it without a passphrase")


@contextmanager
def _in_memory(text: str) -> Iterator[str]:
    """A path at which the text can be read, as long as this lasts."""
    handle = os.memfd_create("webmend")
    try:
        os.write(handle, text.encode())
        yield f"/proc/self/fd/{handle}"
    finally:
        os.close(handle)


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, now: datetime.datetime
) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
    return builder.serial_number(x509.random_serial_number()).not_valid_before(now - SKEW).not_valid_after(now + VALID)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])


def _general(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode()
