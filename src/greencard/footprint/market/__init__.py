"""All products of a market in one sweep: recipes asked once, products as columns, one solve, edits in place."""

from greencard.footprint.market.assess import assess_market, taken_apart
from greencard.footprint.market.columns import STAGES, Block, Draft, Entry, block_of, joined
from greencard.footprint.market.edit import Edited, MarketEditor
from greencard.footprint.market.entry import entry_of
from greencard.footprint.market.market import AskedFor, Market, Row, market_of
from greencard.footprint.market.reach import REACH, apart_of
from greencard.footprint.market.template import Recipes

__all__ = [
    "REACH",
    "STAGES",
    "AskedFor",
    "Block",
    "Draft",
    "Edited",
    "Entry",
    "Market",
    "MarketEditor",
    "Recipes",
    "Row",
    "apart_of",
    "assess_market",
    "block_of",
    "entry_of",
    "joined",
    "market_of",
    "taken_apart",
]
