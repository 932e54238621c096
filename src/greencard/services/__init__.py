"""Use cases: the only place where the core meets its ports."""

from greencard.services.greencard import Greencard
from greencard.services.packs import Packs
from greencard.services.settings import Settings
from greencard.services.views import CardSummary, CardView, LogHead, PublicKeys

__all__ = ["CardSummary", "CardView", "Greencard", "LogHead", "Packs", "PublicKeys", "Settings"]
