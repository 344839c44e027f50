"""Accounts, its door: everything other packages may import."""

from vegaloop.accounts.application.ports import Accounts
from vegaloop.accounts.application.service import AccountService
from vegaloop.accounts.domain.home import CannotSetHome, HomeAhead, NoSuchHome
from vegaloop.accounts.domain.person import (
    CannotUpdateProfile,
    Heard,
    HeightImplausible,
    NotBornYet,
    Person,
    TooManyHomes,
    TooOld,
    Trait,
)
from vegaloop.accounts.domain.token import IssuedToken, NoSuchToken, Token, TokenId

__all__ = (
    "AccountService",
    "Accounts",
    "CannotSetHome",
    "CannotUpdateProfile",
    "Heard",
    "HeightImplausible",
    "HomeAhead",
    "IssuedToken",
    "NoSuchHome",
    "NoSuchToken",
    "NotBornYet",
    "Person",
    "Token",
    "TokenId",
    "TooManyHomes",
    "TooOld",
    "Trait",
)
