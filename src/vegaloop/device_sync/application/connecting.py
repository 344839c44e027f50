"""Connecting a person with a vendor, and parting them again (OAuth 2.0 with PKCE, RFC 6749 and 7636).

Rule 1: a consent is asked for by one person, answered once, within ten minutes, and by that person.
Rule 2: a consent that is taken back is gone before anybody is told so.
Rule 3: calls of a consent pass the gates as all others do; an answer that was not used stays good.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.device_sync.application.accepting import NotSetUp
from vegaloop.device_sync.application.drivers import Tokens
from vegaloop.device_sync.application.gating import called, tell_gate
from vegaloop.device_sync.application.parting import NotConnected, Parted, disconnect
from vegaloop.device_sync.application.parts import Configured, Parts, today_of
from vegaloop.device_sync.application.ports import SyncBook
from vegaloop.device_sync.application.seeking import put_aside, take_up
from vegaloop.device_sync.application.surroundings import Consent, Consents, Secrets
from vegaloop.device_sync.application.waking import feeds_of, wake
from vegaloop.device_sync.domain.connection import Connected, Connection, GrantId
from vegaloop.device_sync.domain.feed import Feed
from vegaloop.device_sync.domain.progress import Step, StepTaken
from vegaloop.device_sync.domain.redirect import Redirect, RedirectRefused, redirect_of
from vegaloop.device_sync.domain.trouble import Busy, Misread, Trouble
from vegaloop.device_sync.domain.vendor import Vendor
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.result import Failure, Result, Success, error_in
from vegaloop.kernel.time import Instant, LocalDate, days_after, later

__all__ = (
    "AccountTaken",
    "CannotBegin",
    "CannotConnect",
    "Connecting",
    "ConsentAsked",
    "ConsentUnknown",
    "SinceAhead",
    "VendorBusy",
    "VendorRefused",
)

ASKED_FOR: Final = dt.timedelta(minutes=10)
# Without being told otherwise: enough for a baseline.
USUAL_DAYS: Final = 60


@final
class ConsentAsked(Struct, frozen=True):
    """The address at which a person consents, and until when their answer is taken."""

    address: str
    until: Instant


@final
class ConsentUnknown(Struct, frozen=True, tag="sync/consent-unknown"):
    """An answer to a question this person was not asked, was asked too long ago, or has answered."""

    vendor: Vendor


@final
class VendorBusy(Struct, frozen=True, tag="sync/vendor-busy"):
    """The vendor is to be left alone until then; whether the same answer is still good then."""

    vendor: Vendor
    until: Instant
    same_answer: bool


@final
class VendorRefused(Struct, frozen=True, tag="sync/vendor-refused"):
    """The vendor gave no tokens, and why."""

    vendor: Vendor
    trouble: Trouble


@final
class AccountTaken(Struct, frozen=True, tag="sync/account-taken"):
    """The account at the vendor is connected to somebody else here."""

    vendor: Vendor


@final
class SinceAhead(Struct, frozen=True, tag="sync/since-ahead"):
    """A day to come, of which nothing can be asked for; `today` is the last that can be."""

    given: LocalDate
    today: LocalDate


CannotBegin: TypeAlias = NotSetUp | RedirectRefused
CannotConnect: TypeAlias = (
    NotSetUp | SinceAhead | ConsentUnknown | VendorBusy | VendorRefused | AccountTaken
)


@final
class Connecting:
    """Connects people with vendors."""

    __slots__ = ("_consents", "_parts", "_secrets")

    def __init__(self, parts: Parts, consents: Consents, secrets: Secrets) -> None:
        self._parts = parts
        self._consents = consents
        self._secrets = secrets

    def begin(
        self, person: PersonId, vendor: Vendor, redirect: str
    ) -> Result[ConsentAsked, CannotBegin]:
        """Say at which address a person consents; the vendor sends them to `redirect` afterwards."""
        set_up = self._parts.vendors.get(vendor)
        if set_up is None:
            return Failure(NotSetUp(vendor))
        match redirect_of(redirect):
            case Failure(refused):
                return Failure(refused)
            case Success(back):
                return Success(self._asked(person, set_up, back))

    def _asked(self, person: PersonId, set_up: Configured, redirect: Redirect) -> ConsentAsked:
        vendor = set_up.driver.vendor
        state, verifier = self._secrets.fresh(), self._secrets.fresh()
        until = later(self._parts.clock.now(), ASKED_FOR)
        self._consents.ask(_hash(state), Consent(person, vendor, verifier, redirect, until))
        challenge = _base64url(hashlib.sha256(verifier.encode()).digest())
        address = set_up.driver.authorise_url(set_up.keys, redirect, state, challenge)
        return ConsentAsked(address, until)

    def complete(
        self, person: PersonId, state: str, code: str, since: LocalDate | None = None
    ) -> Result[Connection, CannotConnect]:
        """Take the answer of a vendor; what happened `since` is asked for."""
        today = today_of(self._parts, person)
        if since is not None and since > today:
            return Failure(SinceAhead(since, today))
        consent = self._consents.answer(_hash(state))
        if consent is None:
            return Failure(ConsentUnknown(Vendor.PHONE))
        vendor = consent.vendor
        if consent.person != person or consent.until <= self._parts.clock.now():
            return Failure(ConsentUnknown(vendor))
        set_up = self._parts.vendors.get(vendor)
        if set_up is None:
            return Failure(NotSetUp(vendor))
        call = set_up.driver.exchange(set_up.keys, consent.redirect, code, consent.verifier)
        match called(self._parts, set_up, person, call):
            case Failure(Busy(until=until)):  # Nobody was asked: the code is as good as before.
                is_good = until < consent.until
                if is_good:
                    self._consents.ask(_hash(state), consent)
                return Failure(VendorBusy(vendor, until, is_good))
            case Failure(trouble):
                return Failure(VendorRefused(vendor, trouble))
            case Success(answer):
                now = self._parts.clock.now()
                read = set_up.driver.tokens(answer, None, now)
                tell_gate(self._parts, vendor, error_in(read), now)
                match read:
                    case Failure(trouble):
                        return Failure(VendorRefused(vendor, trouble))
                    case Success(tokens):
                        return self._settled(person, set_up, tokens, since)

    def disconnect(self, person: PersonId, vendor: Vendor) -> Result[Parted, NotConnected]:
        """Take a consent back: here at once, and at the vendor if it can be reached."""
        return disconnect(self._parts, person, vendor)

    def _settled(
        self, person: PersonId, set_up: Configured, tokens: Tokens, since: LocalDate | None
    ) -> Result[Connection, CannotConnect]:
        """Make the calls that follow a consent: some vendors say only there whose it is.

        Where one of them fails nothing is told by itself; it is asked for instead, and the person sees.
        """
        parts, driver, known, now = self._parts, set_up.driver, tokens, self._parts.clock.now()
        hindered: Trouble | None = None
        for call in driver.after_consent(set_up.keys, tokens):
            match called(parts, set_up, person, call):
                case Failure(trouble):
                    hindered = trouble
                case Success(answer):
                    wrong = driver.trouble(answer, now)
                    tell_gate(parts, driver.vendor, wrong, now)
                    match driver.tokens(answer, known, now):
                        case Success(named) if wrong is not None or not known.account:
                            known = named  # Whose it is, or that it had been done before.
                        case Failure(trouble) if wrong is not None or not known.account:
                            hindered = wrong or trouble
                        case Success() | Failure():
                            continue
        return self._connect(person, set_up, known, since, hindered)

    def _connect(  # One parameter for each thing that is known by now.
        self,
        person: PersonId,
        set_up: Configured,
        tokens: Tokens,
        since: LocalDate | None,
        hindered: Trouble | None,
    ) -> Result[Connection, CannotConnect]:
        parts, vendor, now = self._parts, set_up.driver.vendor, self._parts.clock.now()
        if not tokens.account:
            nobody = Misread("account", "the id of the person there")
            return Failure(VendorRefused(vendor, hindered or nobody))
        holder = parts.books.whose(vendor, tokens.account)
        if holder is not None and holder != person:
            return Failure(AccountTaken(vendor))
        usual = days_after(today_of(parts, person), -USUAL_DAYS)
        standing = Connected(GrantId(parts.ids.fresh()), tokens.scopes)
        sealed = parts.seal.seal(person, vendor, tokens)

        def work(book: SyncBook) -> Connection | None:
            before = book.connection(vendor)
            wanted = usual if before is None else before.wanted_from
            connection = Connection(
                vendor=vendor,
                account=tokens.account,
                standing=standing,
                connected_at=now,
                wanted_from=wanted if since is None else since,
                worked_at=None if before is None else before.worked_at,
                trouble=hindered,
            )
            if not book.put_connection(connection):  # Somebody else was quicker.
                return None
            book.put_sealed(vendor, sealed)
            # What was read of another account, or without leave for some of it, says nothing; and
            # of what was changed while nobody might tell us, nobody told.
            is_read = before is not None and before.gives(tokens.account, tokens.scopes)
            if before is not None and before.account != tokens.account:
                put_aside(book, vendor, before.account)
                take_up(book, vendor, tokens.account)
            feeds = {feed.kind: feed for feed in feeds_of(book, vendor) if is_read}
            for kind in set_up.driver.rhythms:
                feed = feeds.get(kind) or Feed(vendor=vendor, kind=kind, run_at=now)
                book.put_feed(feed.asked(now))
            book.tell(StepTaken(now, vendor, Step.CONNECTED))
            wake(book, now, vendor)
            return connection

        connected = parts.books.write(person, work)
        return Failure(AccountTaken(vendor)) if connected is None else Success(connected)


def _hash(state: str) -> str:
    return hashlib.sha256(state.encode()).hexdigest()


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
