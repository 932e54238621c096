"""Files of lines in and answers out: CSV, NDJSON, XLSX, Parquet. Untrusted bytes are bounded before they are parsed."""

from greencard.adapters.tables.codes import FORMATS
from greencard.adapters.tables.reading import LinesRead, read_lines
from greencard.adapters.tables.writing import answers_as_bytes

__all__ = ["FORMATS", "LinesRead", "answers_as_bytes", "read_lines"]
