"""A small identity provider on loopback (OpenID Connect Core, code flow with PKCE, RS256), for the tests."""

import json
import secrets
import threading
import time
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client

CLIENT, SECRET = "carte-commune", "un-secret-du-fournisseur"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
FORGED = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Provider:
    """Who signs in next (`person`), and how the provider misbehaves (`key`, `audience`, `subject`)."""

    person: dict[str, Any] = field(default_factory=dict)
    key: rsa.RSAPrivateKey = KEY
    audience: str = CLIENT
    subject: str = ""
    address: str = ""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser is sent back, with a code."""
        assert asked["response_type"] == "code" and asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256" and "openid" in asked["scope"].split()
        code = secrets.token_urlsafe(8)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, sent: dict[str, str]) -> dict[str, Any]:
        """The tokens for a code, once, to whoever holds the secret and the verifier."""
        asked = self.codes.pop(sent["code"])
        proof = urlsafe_b64encode(sha256(sent["code_verifier"].encode()).digest()).decode().rstrip("=")
        assert (sent["client_id"], sent["client_secret"], proof) == (CLIENT, SECRET, asked["code_challenge"])
        now = int(time.time())
        told = {"iss": self.address, "aud": self.audience, "iat": now, "exp": now + 300} | self.person
        return {
            "access_token": "acces",
            "token_type": "Bearer",
            "id_token": jwt.encode(told, self.key, "RS256", headers={"kid": "un"}),
        }

    def documents(self) -> dict[str, dict[str, Any]]:
        """What is read from it."""
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
        return {
            "/.well-known/openid-configuration": {
                "issuer": self.address,
                "authorization_endpoint": f"{self.address}/authorize",
                "token_endpoint": f"{self.address}/token",
                "userinfo_endpoint": f"{self.address}/userinfo",
                "jwks_uri": f"{self.address}/jwks",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            },
            "/jwks": {"keys": [public | {"kid": "un", "use": "sig", "alg": "RS256"}]},
            "/userinfo": self.person | ({"sub": self.subject} if self.subject else {}),
        }

    def start(self) -> ThreadingHTTPServer:
        """Serve on a free port of this machine."""
        provider = self

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._say(provider.documents()[urlsplit(self.path).path])

            def do_POST(self) -> None:
                sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
                self._say(provider.token({name: values[0] for name, values in parse_qs(sent).items()}))

            def _say(self, told: dict[str, Any]) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(told).encode())

            def log_message(self, *_args: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        self.address = f"http://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server


def come_in(client: Client, provider: Provider, following: str = "") -> Any:
    """Follow the button of the sign-in page to the provider and back; returns the last answer."""
    button = "/compte/acces/oidc/ville/login/" + (f"?{urlencode({'next': following})}" if following else "")
    away = urlsplit(client.get(button)["Location"])
    assert f"{away.scheme}://{away.netloc}" == provider.address
    back = provider.authorize({name: values[0] for name, values in parse_qs(away.query).items()})
    parts = urlsplit(back)
    return client.get(f"{parts.path}?{parts.query}")
