"""Workbooks of others: read as plain cells, and filled without touching anything but the cells meant."""

from greencard.adapters.workbooks.read import read_workbook

__all__ = ["read_workbook"]
