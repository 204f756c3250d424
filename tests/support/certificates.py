"""Authorities of a test's own, and what they sign."""

import datetime
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from webmend.adapters.clock import SystemClock

DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Issued:
    """A certificate and its key, in PEM."""

    certificate: str
    key: str

    def write(self, file: Path) -> Path:
        """Put both into a file."""
        file.write_text(self.certificate + self.key)
        return file


class Authority:
    """Signs certificates."""

    def __init__(self, name: str) -> None:
        self._name, self._key = _named(name), ec.generate_private_key(ec.SECP256R1())
        built = _builder(self._name, self._name, self._key, days=30)
        built = built.add_extension(x509.BasicConstraints(True, None), critical=True)
        self.pem = _pem(built.sign(self._key, hashes.SHA256()))

    def issue(self, name: str, *hosts: str, days: int = 7) -> Issued:
        """A certificate for so many days from now (over already: fewer than none)."""
        key = ec.generate_private_key(ec.SECP256R1())
        built = _builder(_named(name), self._name, key, days)
        if hosts:
            built = built.add_extension(_names(*hosts), critical=False)
        return _issued(built, key, self._key)


def self_signed(host: str) -> Issued:
    """What a server signs for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    built = _builder(_named(host), _named(host), key, days=7)
    built = built.add_extension(x509.BasicConstraints(False, None), critical=True)
    return _issued(built.add_extension(_names(host), critical=False), key, key)


def _issued(built: x509.CertificateBuilder, own: ec.EllipticCurvePrivateKey, by: ec.EllipticCurvePrivateKey) -> Issued:
    private = own.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return Issued(_pem(built.sign(by, hashes.SHA256())), private.decode())


def _names(*hosts: str) -> x509.SubjectAlternativeName:
    return x509.SubjectAlternativeName([x509.DNSName(host) for host in hosts])


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, days: int
) -> x509.CertificateBuilder:
    end = SystemClock().now() + days * DAY
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
    number = x509.random_serial_number()
    return builder.serial_number(number).not_valid_before(end - 60 * DAY).not_valid_after(end)


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode()
