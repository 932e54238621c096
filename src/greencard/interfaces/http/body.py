"""Request bodies: type checked first, then read in pieces and never beyond the limit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import msgspec

from greencard.errors import Place
from greencard.interfaces.http.problem import BAD_CODING, BAD_FORM, BAD_JSON, BAD_LENGTH, BAD_TYPE, TOO_LARGE

if TYPE_CHECKING:
    from collections.abc import Collection

    from starlette.requests import Request

__all__ = [
    "CARD_TYPES",
    "CSV_TYPES",
    "FORM_TYPES",
    "JSON_TYPES",
    "PRODUCT_TYPES",
    "decode",
    "form_file",
    "read",
    "suffix",
]

JSON_TYPES: Final = ("application/json",)
PRODUCT_TYPES: Final = ("application/yaml", "application/json", "application/x-yaml", "text/yaml")
CSV_TYPES: Final = ("text/csv",)
CARD_TYPES: Final = (
    "application/json",
    "application/vc",
    "application/vc+json",
    "application/vc+jwt",
    "application/cose",
    "application/octet-stream",
    "text/plain",
)
FORM_TYPES: Final = ("multipart/form-data",)
_DEEPEST_POINTER: Final = 200
_BOUNDARY: Final = re.compile(r';[ \t]*boundary=(?:"([!-~ ]{1,70})"|([!#-+\--:<-~]{1,70}))', re.IGNORECASE)
_MOST_PARTS: Final = 16
_LONGEST_HEADERS: Final = 4096
_DISPOSITION: Final = b"content-disposition"
_PARAMETER: Final = re.compile(rb';[ \t]*([a-z0-9*]+)=(?:"([^"]*)"|([^";]*))', re.IGNORECASE)


def media_type(request: Request) -> str:
    """Type of the body without its parameters, in lower case."""
    return request.headers.get("content-type", "").split(";")[0].strip().lower()


def suffix(request: Request) -> str:
    """File suffix that fits the body's type: `json`, or `yaml` for the rest of the product types."""
    return "json" if media_type(request) == "application/json" else "yaml"


async def read(request: Request, types: Collection[str], limit: int) -> bytes:
    """The body, at most `limit` bytes.

    Raises:
        InvalidInput: another type (415, GC-HTP-006), a content coding (415, GC-HTP-007), no readable length (400,
            GC-HTP-011), or too many bytes (413, GC-HTP-005): by the announced length before anything is read, by the
            bytes themselves where no length or a false one was announced.
    """
    kind = media_type(request)
    if kind not in types:
        raise BAD_TYPE.at(given=repr(kind[:60]) if kind else "none", known=", ".join(types))
    coding = request.headers.get("content-encoding", "identity").strip().lower()
    if coding != "identity":
        raise BAD_CODING.at(given=repr(coding[:30]))
    announced = request.headers.get("content-length")
    if announced is not None:
        if not (announced.isascii() and announced.isdecimal()):
            raise BAD_LENGTH.at()
        if len(announced) > len(str(limit)) or int(announced) > limit:
            raise TOO_LARGE.at(limit=limit)
    held = bytearray()
    async for piece in request.stream():
        held += piece
        if len(held) > limit:
            raise TOO_LARGE.at(limit=limit)
    return bytes(held)


def decode(data: bytes, kind: type[Any], *, schema: str) -> Any:
    """`data` as JSON of the given type, strict.

    Raises:
        InvalidInput: not JSON, or another shape (GC-HTP-008) with the JSON pointer of the member.
    """
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        reason, _, path = str(error).partition(" - at `")
        raise BAD_JSON.at(Place(_pointer(path)), reason=reason[:200], reason_zh=reason[:200], schema=schema) from None
    except RecursionError:
        raise BAD_JSON.at(reason="too deeply nested", reason_zh="嵌套层数过多", schema=schema) from None


def _pointer(path: str) -> str:
    """Msgspec's `$.legs[0].mode` as an RFC 6901 pointer; empty for the whole document."""
    plain = path.rstrip("`").removeprefix("$")[:_DEEPEST_POINTER]
    return plain.replace("[", ".").replace("]", "").replace(".", "/")


def form_file(data: bytes, content_type: str) -> bytes:
    """The card in a `multipart/form-data` body (RFC 7578): the uploaded file, or the pasted text where none was chosen.

    Read as browsers write it: flat, a few parts, short headers. A mail reader would take minutes over a hostile one.

    Raises:
        InvalidInput: neither is in the form (400, GC-HTP-010).
    """
    found: dict[bytes, bytes] = {}
    named = _BOUNDARY.search(content_type[:_DEEPEST_POINTER])
    if named is not None:
        boundary = b"\r\n--" + (named[1] or named[2]).encode("ascii")
        for part in (b"\r\n" + data).split(boundary, _MOST_PARTS)[1:_MOST_PARTS]:
            if part.startswith(b"--"):
                break
            headers, gap, content = part.partition(b"\r\n\r\n")
            if gap and len(headers) <= _LONGEST_HEADERS:
                found.setdefault(_field_name(headers), content)
    for field in (b"file", b"text"):
        if found.get(field, b"").strip():
            return found[field]
    raise BAD_FORM.at()


def _field_name(headers: bytes) -> bytes:
    """Name of the form field that a part's headers give it, in lower case; empty where they give none."""
    for line in headers.split(b"\r\n"):
        header, _, value = line.partition(b":")
        if header.strip().lower() == _DISPOSITION:
            for parameter in _PARAMETER.finditer(value):
                if parameter[1].lower() == b"name":
                    return (parameter[2] or parameter[3] or b"").strip().lower()
    return b""
