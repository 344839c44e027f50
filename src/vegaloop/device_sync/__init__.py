"""Device sync, its door: everything other packages may import."""

from vegaloop.device_sync.application.accepting import Accepting, NotSetUp
from vegaloop.device_sync.application.calling import Caller
from vegaloop.device_sync.application.connecting import (
    AccountTaken,
    CannotBegin,
    CannotConnect,
    Connecting,
    ConsentUnknown,
    SinceAhead,
    VendorBusy,
    VendorRefused,
)
from vegaloop.device_sync.application.drivers import Driver, Keys, Reads
from vegaloop.device_sync.application.overseeing import (
    ConsentOver,
    Gap,
    NoSuchDelivery,
    NotDead,
    Overseeing,
    VendorStatus,
)
from vegaloop.device_sync.application.parts import Configured, Parts
from vegaloop.device_sync.application.ports import DeliveryQuery, Inbox, SyncBooks
from vegaloop.device_sync.application.resealing import Resealing, is_anything_sealed
from vegaloop.device_sync.application.service import DeviceSync
from vegaloop.device_sync.application.surroundings import Consents, Gates, Seal
from vegaloop.device_sync.application.working import Working
from vegaloop.device_sync.domain.delivery import Delivery, DeliveryId, State
from vegaloop.device_sync.domain.redirect import RedirectRefused
from vegaloop.device_sync.domain.trouble import Misread, Trouble
from vegaloop.device_sync.domain.vendor import Account, DataKind, Vendor

__all__ = (
    "Accepting",
    "Account",
    "AccountTaken",
    "Caller",
    "CannotBegin",
    "CannotConnect",
    "Configured",
    "Connecting",
    "ConsentOver",
    "ConsentUnknown",
    "Consents",
    "DataKind",
    "Delivery",
    "DeliveryId",
    "DeliveryQuery",
    "DeviceSync",
    "Driver",
    "Gap",
    "Gates",
    "Inbox",
    "Keys",
    "Misread",
    "NoSuchDelivery",
    "NotDead",
    "NotSetUp",
    "Overseeing",
    "Parts",
    "Reads",
    "RedirectRefused",
    "Resealing",
    "Seal",
    "SinceAhead",
    "State",
    "SyncBooks",
    "Trouble",
    "Vendor",
    "VendorBusy",
    "VendorRefused",
    "VendorStatus",
    "Working",
    "is_anything_sealed",
)
