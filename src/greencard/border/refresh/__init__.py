"""A newer pack from the Commission's workbooks: what they print, strictly read, and what that changes.

The rows come as plain cells; opening a workbook is an adapter's work. Whatever is not known here is refused with its
sheet and cell: a misread cell would become a plausible price.
"""

from greencard.border.refresh.benchmark_table import BenchmarkTable, benchmark_table
from greencard.border.refresh.cells import Cell, Sheet, Workbook
from greencard.border.refresh.default_tables import Tables, default_tables
from greencard.border.refresh.difference import Change, differences
from greencard.border.refresh.pack_files import refreshed_files
from greencard.border.refresh.version import WorkbookVersion, version_of

__all__ = [
    "BenchmarkTable",
    "Cell",
    "Change",
    "Sheet",
    "Tables",
    "Workbook",
    "WorkbookVersion",
    "benchmark_table",
    "default_tables",
    "differences",
    "refreshed_files",
    "version_of",
]
