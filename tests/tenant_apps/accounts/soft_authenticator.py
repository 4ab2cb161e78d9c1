"""A passkey in software: makes one key for a host and answers challenges as a browser and a phone would."""

from __future__ import annotations

import json
import os
import struct
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode

PRESENT, VERIFIED, ATTESTED = 1, 4, 64


def made_for(origin: str) -> dict[str, Any]:
    """A credential for pages of `origin`, as it is kept."""
    options = {"publicKey": {"challenge": "AAAA", "user": {"id": "MQ"}}}
    made: dict[str, Any] = json.loads(SoftAuthenticator(origin).create(options))
    return made


class SoftAuthenticator:
    def __init__(self, origin: str, rp_id: str = "") -> None:
        self.origin = origin
        self.rp_id = rp_id or origin.split("//")[1].split(":", maxsplit=1)[0]
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = os.urandom(32)
        self.handle = ""

    def create(self, options: dict[str, Any]) -> str:
        """The answer to the options of "add a passkey"."""
        public = options["publicKey"]
        self.handle = public["user"]["id"]
        key = cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))
        attested = bytes(16) + struct.pack(">H", len(self.id)) + self.id + key
        kept = {
            "fmt": "none",
            "attStmt": {},
            "authData": self._data(PRESENT | VERIFIED | ATTESTED) + attested,
        }
        client = self._client("webauthn.create", public["challenge"])
        response = {
            "clientDataJSON": websafe_encode(client),
            "attestationObject": websafe_encode(cbor.encode(kept)),
        }
        return self._said(response, {"credProps": {"rk": True}})

    def get(self, options: dict[str, Any], **other: str) -> str:
        """The answer to a challenge; `other` takes the place of parts of it."""
        client = self._client("webauthn.get", options["publicKey"]["challenge"])
        data = self._data(PRESENT | VERIFIED)
        signature = self.key.sign(data + sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": websafe_encode(client),
            "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(signature),
            "userHandle": self.handle,
        }
        return self._said(response | other, {})

    def _data(self, flags: int) -> bytes:
        return sha256(self.rp_id.encode()).digest() + struct.pack(">BI", flags, 1)

    def _client(self, kind: str, challenge: str) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _said(self, response: dict[str, Any], extensions: dict[str, Any]) -> str:
        name = websafe_encode(self.id)
        return json.dumps(
            {
                "id": name,
                "rawId": name,
                "type": "public-key",
                "response": response,
                "clientExtensionResults": extensions,
            }
        )
