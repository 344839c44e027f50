"""Where calls may go: named hosts over TLS, and never into our own network by an address given."""

from __future__ import annotations

import datetime as dt
import ipaddress
import socket
import ssl
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, final

import httpcore2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from tests.device_sync.fake_vendor import REDIRECTS, Ask, FakeVendor, Reply
from tests.support import NOW, at, good, refused
from vegaloop.device_sync.adapters.calling import HttpCaller, Limits, Network
from vegaloop.device_sync.adapters.reach import Reach, is_public, target_of
from vegaloop.device_sync.application.calling import Call, NoAnswer, NotAllowed, Verb
from vegaloop.infrastructure.system import monotonic_s

HOST: Final = "api.vendor.test"
REACH: Final = Reach(frozenset({HOST}), frozenset({"http://127.0.0.1:8123"}))
PUBLIC: Final = "93.184.215.14"
QUICK: Final = Limits(connect_s=1.0, read_s=1.0, call_s=2.0)
# Each in a network of its own that is nobody's to call.
PRIVATE: Final = (
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.0.1",
    "192.0.2.1",
    "192.168.0.1",
    "198.18.0.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "no address",
    "",
)


def call(url: str, *, is_given: bool = False) -> Call:
    return Call(verb=Verb.GET, url=url, given=is_given)


class TestAddresses:
    """An address is HTTPS at its usual port on a named host, or on an origin named whole."""

    @pytest.mark.parametrize(
        "url",
        [
            f"http://{HOST}/",
            f"https://{HOST}:8443/",
            f"https://{HOST}.evil.test/",
            f"https://evil.test/{HOST}",
            f"https://evil.test#{HOST}",
            f"https://evil.test?{HOST}",
            f"https://{HOST}@evil.test/",
            f"https://user:word@{HOST}/",
            f"https://evil.test\\@{HOST}/",
            f"https://{HOST}./",
            f"https://xn--{HOST}/",
            "https://127.0.0.1/",
            "https://2130706433/",
            "https://0x7f.1/",
            "https://[::1]/",
            "http://127.0.0.1:8124/",
            "http://127.0.0.1:8123@evil.test/",
            "http://localhost:8123/",
            "http://169.254.169.254/latest/meta-data/",
            *REDIRECTS.values(),
            "file:///etc/passwd",
            "gopher://127.0.0.1:6379/_FLUSHALL",
            f"ftp://{HOST}/",
            f"//{HOST}/",
            HOST,
            "",
            "https://",
            "https://[",
            f"https://{HOST}:99999/",
            f"https://{HOST}/\r\nX-Evil: 1",
            f"https://{HOST}/\0",
        ],
    )
    def test_others_are_refused(self, url: str) -> None:
        assert isinstance(refused(target_of(url, REACH, given=True)), NotAllowed)

    def test_named_ones_are_called(self) -> None:
        target = good(target_of(f"HTTPS://{HOST.upper()}:443/a?b=c#d", REACH, given=True))
        assert (target.host, target.port, target.path) == (HOST, 443, b"/a?b=c")
        assert target.is_guarded
        assert target.host_header == HOST
        own = good(target_of("http://127.0.0.1:8123/x", REACH, given=True))
        assert (own.port, own.is_guarded) == (8123, False)

    @given(st.text(max_size=60), st.sampled_from(["", "https://", f"https://{HOST}", "http://"]))
    def test_whatever_is_given_is_answered(self, rest: str, start: str) -> None:
        for is_given in (True, False):
            found = target_of(start + rest, REACH, given=is_given)
            if start + rest == f"https://{HOST}":
                assert good(found).host == HOST

    def test_an_origin_without_tls_is_on_this_machine(self) -> None:
        with pytest.raises(ValueError, match="on this machine"):
            Reach(frozenset(), frozenset({"http://vendor.test:81"}))
        for loose in (
            "http://127.0.0.1:8123/",
            "https://a.test:443",
            "//a.test",
            "https://u@a.test",
        ):
            with pytest.raises(ValueError, match="a scheme, a host and a port"):
                Reach(frozenset(), frozenset({loose}))

    @pytest.mark.parametrize("address", PRIVATE)
    def test_what_is_not_public_is_known(self, address: str) -> None:
        assert not is_public(address)

    @pytest.mark.parametrize(
        "address", [PUBLIC, "8.8.8.8", "2606:4700::1111", "64:ff9b::808:808", "2a00:1450::1"]
    )
    def test_what_is_public_is_known(self, address: str) -> None:
        assert is_public(address)

    @given(st.ip_addresses(v=4))
    def test_no_wrapped_address_is_more_public(self, address: ipaddress.IPv4Address) -> None:
        number = int(address)
        wrapped = [ipaddress.IPv6Address((base << 96) | number) for base in (0, 0xFFFF)]
        assert not any(is_public(str(one)) for one in wrapped)
        by_nat64 = ipaddress.IPv6Address((0x64_FF9B << 96) | number)
        assert is_public(str(by_nat64)) == is_public(str(address))


@final
class Certified(Struct, frozen=True):
    """A server with a certificate, and who trusts it."""

    served: ssl.SSLContext
    trust: ssl.SSLContext
    names: list[str]


@pytest.fixture(scope="module")
def certified(tmp_path_factory: pytest.TempPathFactory) -> Certified:
    return _certified(tmp_path_factory.mktemp("tls"), NOW - dt.timedelta(days=4_000))


@pytest.fixture
def vendor(certified: Certified) -> Iterator[FakeVendor]:
    certified.names.clear()
    with FakeVendor(answers, lambda: at(NOW), tls=certified.served) as served:
        yield served


def answers(ask: Ask) -> Reply:
    return Reply(200, b"{}")


@final
class Led(httpcore2.NetworkBackend):
    """Remembers which addresses are dialled, and leads every line to one port of this machine."""

    def __init__(self, port: int, dead: Sequence[str] = ()) -> None:
        self.dialled: list[tuple[str, int]] = []
        self._port = port
        self._dead = frozenset(dead)
        self._inner = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[tuple[int, int, int]] | None = None,
    ) -> httpcore2.NetworkStream:
        self.dialled.append((host, port))
        if host in self._dead:
            raise httpcore2.ConnectError
        return self._inner.connect_tcp("127.0.0.1", self._port, timeout)


def caller_of(
    led: Led, trust: ssl.SSLContext | None, resolve: Callable[[str, int], Sequence[str]]
) -> HttpCaller:
    return HttpCaller(REACH, monotonic_s, QUICK, Network(resolve, led, trust))


class TestLines:
    """A line goes to the very address that was checked, and the server proves that it is the host."""

    def test_the_checked_address_is_dialled_under_the_host_s_name(
        self, vendor: FakeVendor, certified: Certified
    ) -> None:
        asked: list[str] = []

        def rebinding(host: str, port: int) -> Sequence[str]:
            asked.append(host)
            return (PUBLIC,) if len(asked) == 1 else ("127.0.0.1",)

        led = Led(vendor.port)
        caller = caller_of(led, certified.trust, rebinding)
        assert good(caller.call(call(f"https://{HOST}/x", is_given=True))).status == 200
        assert (asked, led.dialled) == ([HOST], [(PUBLIC, 443)])
        assert certified.names == [HOST]
        assert vendor.seen[0].ask.headers["host"] == HOST
        # The second time the name leads to us: nothing is dialled.
        second = refused(caller.call(call(f"https://{HOST}/x", is_given=True)))
        assert isinstance(second, NotAllowed)
        assert len(led.dialled) == 1
        caller.close()

    @pytest.mark.parametrize("address", PRIVATE)
    def test_one_address_that_is_not_public_is_one_too_many(self, address: str) -> None:
        led = Led(1)
        caller = caller_of(led, ssl.create_default_context(), lambda _, __: (PUBLIC, address))
        found = refused(caller.call(call(f"https://{HOST}/", is_given=True)))
        assert isinstance(found, NotAllowed)
        assert not led.dialled
        caller.close()

    def test_the_next_address_is_tried(self, vendor: FakeVendor, certified: Certified) -> None:
        led = Led(vendor.port, dead=("2606:4700::1111",))
        caller = caller_of(led, certified.trust, lambda _, __: ("2606:4700::1111", PUBLIC))
        assert good(caller.call(call(f"https://{HOST}/"))).status == 200
        assert [host for host, _ in led.dialled] == ["2606:4700::1111", PUBLIC]
        caller.close()

    def test_a_server_that_proves_nothing_is_not_spoken_to(
        self, vendor: FakeVendor, certified: Certified
    ) -> None:
        led = Led(vendor.port)
        strangers = caller_of(led, None, lambda _, __: (PUBLIC,))
        assert refused(strangers.call(call(f"https://{HOST}/"))) == NoAnswer("tls")
        strangers.close()
        other = HttpCaller(
            Reach(frozenset({"other.test"})),
            monotonic_s,
            QUICK,
            Network(lambda _, __: (PUBLIC,), led, certified.trust),
        )
        assert refused(other.call(call("https://other.test/"))) == NoAnswer("tls")
        other.close()
        assert not vendor.seen

    def test_a_server_that_shakes_no_hands_is_left(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as quiet:
            caller = HttpCaller(
                REACH,
                monotonic_s,
                Limits(connect_s=0.3),
                Network(lambda _, __: (PUBLIC,), Led(quiet.getsockname()[1])),
            )
            assert refused(caller.call(call(f"https://{HOST}/"))) == NoAnswer("timeout")
            caller.close()

    def test_a_server_without_tls_is_not_spoken_to(self) -> None:
        with FakeVendor(answers, lambda: at(NOW)) as plain:
            caller = caller_of(Led(plain.port), None, lambda _, __: (PUBLIC,))
            assert refused(caller.call(call(f"https://{HOST}/"))) == NoAnswer("tls")
            assert not plain.seen
            caller.close()


def _certified(folder: Path, start: dt.datetime) -> Certified:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start.replace(tzinfo=None))
        .not_valid_after((start + dt.timedelta(days=20_000)).replace(tzinfo=None))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "server.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    served.load_cert_chain(file)
    names: list[str] = []
    served.sni_callback = lambda _, name, __: names.append(str(name))
    trust = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    trust.load_verify_locations(file)
    return Certified(served, trust, names)
