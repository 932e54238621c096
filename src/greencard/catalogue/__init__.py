"""Product records as merchants write them: parsing, checking, customs codes."""

from greencard.catalogue.composition import composition
from greencard.catalogue.documents import document_fields, product_file_schema
from greencard.catalogue.hs import HsCodes, parse_hs
from greencard.catalogue.places import ProductPlaces, product_places
from greencard.catalogue.product_file import canonical_product, check_product, product_digest, read_product
from greencard.catalogue.schema import FactKind, FactVocabulary
from greencard.catalogue.source import MAX_BYTES as MAX_PRODUCT_BYTES
from greencard.catalogue.writing import write_product

__all__ = [
    "MAX_PRODUCT_BYTES",
    "FactKind",
    "FactVocabulary",
    "HsCodes",
    "ProductPlaces",
    "canonical_product",
    "check_product",
    "composition",
    "document_fields",
    "parse_hs",
    "product_digest",
    "product_file_schema",
    "product_places",
    "read_product",
    "write_product",
]
