"""What a broken connection to Meta says of the message that was to go over it."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from bot.channels.whatsapp.errors import NotSent, OutcomeUnknown, SendError
from bot.channels.whatsapp.graph import GraphClient

HOST = "localhost"
GARBAGE = b"no record of TLS\r\n"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of this host with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    now = datetime.now(timezone.utc)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = tmp_path_factory.mktemp("tls") / "certificate.pem"
    path.write_bytes(made.public_bytes(pem) + secret)
    return path


@pytest.fixture
def port(request: pytest.FixtureRequest, certificate: Path) -> Iterator[int]:
    """The port of a server that does what the test's parameter says, once."""
    serve: Callable[[socket.socket, ssl.SSLContext], None] = request.param
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    def accept() -> None:
        connection, _ = server.accept()
        with connection:
            serve(connection, context)

    with socket.create_server((HOST, 0)) as server:
        thread = threading.Thread(target=accept)
        thread.start()
        yield server.getsockname()[1]
        thread.join()


def no_tls(connection: socket.socket, _: ssl.SSLContext) -> None:
    """Answer the first words of the handshake with something else."""
    connection.recv(4096)
    connection.sendall(GARBAGE)


def hang_up(connection: socket.socket, _: ssl.SSLContext) -> None:
    """Close without a word."""


def refuse(connection: socket.socket, context: ssl.SSLContext) -> None:
    """Accept no version of TLS that is spoken today."""
    context.maximum_version = ssl.TLSVersion.TLSv1_1
    with contextlib.suppress(ssl.SSLError):
        context.wrap_socket(connection, server_side=True)


def broken_answer(connection: socket.socket, context: ssl.SSLContext) -> None:
    """Read the request, then answer beside TLS."""
    secured = context.wrap_socket(connection, server_side=True)
    secured.recv(65536)
    raw = socket.socket(fileno=secured.detach())
    raw.sendall(GARBAGE)
    raw.close()


@pytest.mark.parametrize(
    ("port", "error"),
    [
        (no_tls, NotSent),
        (hang_up, NotSent),
        (refuse, NotSent),
        (broken_answer, OutcomeUnknown),
    ],
    indirect=["port"],
)
def test_broken_tls(
    monkeypatch: pytest.MonkeyPatch,
    certificate: Path,
    port: int,
    error: type[SendError],
) -> None:
    """Before the handshake nothing went out; after the request nobody knows."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    client = GraphClient(f"https://{HOST}:{port}", "1", "token", 1)
    with pytest.raises(error):
        client.send({"type": "text"})
    client.close()
