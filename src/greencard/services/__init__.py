"""Use cases: the only place where the core meets its ports. One that is not asked for is not loaded."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from greencard.services.greencard import Greencard
    from greencard.services.packs import Packs
    from greencard.services.settings import Settings
    from greencard.services.views import CardSummary, CardView, LogHead, PublicKeys

__all__ = ["CardSummary", "CardView", "Greencard", "LogHead", "Packs", "PublicKeys", "Settings"]

_HOME = {"Greencard": "greencard", "Packs": "packs", "Settings": "settings"}


def __getattr__(name: str) -> Any:
    """A public name, from its module: an assessment needs neither the rules nor the store behind `Greencard`."""
    if name not in __all__:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"{__name__}.{_HOME.get(name, 'views')}"), name)
