"""Pebble, the ACME test server, on loopback: a certificate authority that asks our name server."""

from __future__ import annotations

import json
import os
import ssl
import subprocess
import urllib.request
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from deploy.local.ports import free_port


class Authority:
    """A running pebble: `directory` for clients, `trust` the file that its own HTTPS is trusted by."""

    def __init__(self, folder: Path, *, dns: str, http_port: int, https_port: int) -> None:
        self._port, self._management = free_port(), free_port()
        self.directory = f"https://localhost:{self._port}/dir"
        self.trust = folder / "pebble.pem"
        key = folder / "pebble.key"
        _write_certificate(self.trust, key)
        config = {
            "pebble": {
                "listenAddress": f"127.0.0.1:{self._port}",
                "managementListenAddress": f"127.0.0.1:{self._management}",
                "certificate": str(self.trust),
                "privateKey": str(key),
                "httpPort": http_port,
                "tlsPort": https_port,
            }
        }
        (folder / "pebble.json").write_text(json.dumps(config))
        self._log = (folder / "pebble.log").open("w")
        self._process = subprocess.Popen(
            ["pebble", "-config", str(folder / "pebble.json"), "-dnsserver", dns, "-strict"],
            # Neither the pause before a challenge nor refused nonces: both are there to try a client's patience.
            env={**os.environ, "PEBBLE_VA_NOSLEEP": "1", "PEBBLE_WFE_NONCEREJECT": "0"},
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )

    def root(self) -> str:
        """The root certificate of what it issues; made anew with each start."""
        context = ssl.create_default_context(cafile=str(self.trust))
        opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context)
        )
        with opener.open(f"https://localhost:{self._management}/roots/0", timeout=5) as answer:
            return str(answer.read().decode())

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(10)
        self._log.close()


def _write_certificate(certificate: Path, key: Path) -> None:
    """A certificate for localhost that is its own authority."""
    secret = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(secret.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=7))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(secret, hashes.SHA256())
    )
    certificate.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    key.write_bytes(
        secret.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
