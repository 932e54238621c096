"""Errors as RFC 9457 problem details, in the reader's language."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, ClassVar, Final

import msgspec
from starlette.responses import Response

from greencard.errors import GreencardError, InvalidInput, NotFound, Refused, Unavailable, declare

if TYPE_CHECKING:
    from collections.abc import Mapping

    from greencard.errors import Lang

__all__ = [
    "BAD_CODING",
    "BAD_DATE",
    "BAD_FORM",
    "BAD_INDEX",
    "BAD_JSON",
    "BAD_LENGTH",
    "BAD_METHOD",
    "BAD_SETTING",
    "BAD_TYPE",
    "INTERNAL",
    "NOTHING_HERE",
    "NO_TOKEN",
    "OTHER_PRODUCT",
    "PROBLEM_JSON",
    "TOO_LARGE",
    "WRONG_TOKEN",
    "problem",
    "problem_document",
]

PROBLEM_JSON: Final = "application/problem+json"


class MalformedRequest(InvalidInput):
    """The request itself cannot be read."""

    http_status: ClassVar[int] = 400


class NotAuthenticated(Refused):
    """No credentials, or not ours."""

    http_status: ClassVar[int] = 401


class MethodRefused(InvalidInput):
    """The address exists; this method does not."""

    http_status: ClassVar[int] = 405


class BodyTooLarge(InvalidInput):
    """More bytes than are read here."""

    http_status: ClassVar[int] = 413


class MediaRefused(InvalidInput):
    """A media type or coding that is not read here."""

    http_status: ClassVar[int] = 415


class Broken(Unavailable):
    """A fault of ours."""

    http_status: ClassVar[int] = 500


NO_TOKEN = declare(
    "GC-HTP-001",
    NotAuthenticated,
    en="This address needs the operator's token.",
    zh="此地址需要运营者令牌。",
    remedy_en="Send the header Authorization: Bearer with the token from the data directory.",
    remedy_zh="请在请求头 Authorization: Bearer 中附上数据目录里的令牌。",
)
WRONG_TOKEN = declare(
    "GC-HTP-002",
    NotAuthenticated,
    en="This token is not the one of this installation.",
    zh="令牌与本安装不符。",
    remedy_en="Copy the token from the data directory of the running server.",
    remedy_zh="请从正在运行的服务器的数据目录复制令牌。",
)
NOTHING_HERE = declare(
    "GC-HTP-003",
    NotFound,
    en="There is nothing at {path}.",
    zh="{path} 处没有内容。",
    remedy_en="Check the address. The list of addresses is in /api/v1/openapi.json.",
    remedy_zh="请检查地址；全部地址见 /api/v1/openapi.json。",
)
BAD_METHOD = declare(
    "GC-HTP-004",
    MethodRefused,
    en="{path} does not answer {method}.",
    zh="{path} 不支持 {method}。",
    remedy_en="Use one of: {allowed}.",
    remedy_zh="请使用：{allowed}。",
)
TOO_LARGE = declare(
    "GC-HTP-005",
    BodyTooLarge,
    en="The body is larger than {limit} bytes.",
    zh="请求内容超过 {limit} 字节。",
    remedy_en="Send a smaller file, or several.",
    remedy_zh="请发送较小的文件，或分次发送。",
)
BAD_TYPE = declare(
    "GC-HTP-006",
    MediaRefused,
    en="A body of type {given} is not read here.",
    zh="此处不接受 {given} 类型的内容。",
    remedy_en="Send one of: {known}.",
    remedy_zh="请发送：{known}。",
)
BAD_CODING = declare(
    "GC-HTP-007",
    MediaRefused,
    en="The content coding {given} is not read here.",
    zh="此处不接受 {given} 压缩编码。",
    remedy_en="Send the body without compression.",
    remedy_zh="请不压缩直接发送。",
)
BAD_JSON = declare(
    "GC-HTP-008",
    InvalidInput,
    en="The body does not fit: {reason}.",
    zh="请求内容不符合要求：{reason_zh}。",
    remedy_en="Compare it with the schema {schema} in /api/v1/openapi.json.",
    remedy_zh="请对照 /api/v1/openapi.json 中的 {schema}。",
)
BAD_DATE = declare(
    "GC-HTP-009",
    InvalidInput,
    en="{text} is not a date.",
    zh="{text} 不是日期。",
    remedy_en="Write it as 2026-11-23.",
    remedy_zh="请写成 2026-11-23 的形式。",
)
BAD_FORM = declare(
    "GC-HTP-010",
    MalformedRequest,
    en="The form holds no file and no text of a card.",
    zh="表单中没有卡片文件或文本。",
    remedy_en="Choose a file or paste the text of a card, then send the form again.",
    remedy_zh="请选择文件或粘贴卡片文本后重新提交。",
)
BAD_LENGTH = declare(
    "GC-HTP-011",
    MalformedRequest,
    en="The header Content-Length is not a number.",
    zh="请求头 Content-Length 不是数字。",
    remedy_en="Let your HTTP client set the length.",
    remedy_zh="请让 HTTP 客户端自动设置长度。",
)
BAD_SETTING = declare(
    "GC-HTP-012",
    InvalidInput,
    en="The server setting {setting} cannot be used.",
    zh="服务器设置 {setting} 不可用。",
    remedy_en="Use a token of 20 printable characters or more, and http(s) addresses without a final slash.",
    remedy_zh="令牌至少 20 个可见字符；地址以 https:// 或 http:// 开头且末尾无斜杠。",
)
OTHER_PRODUCT = declare(
    "GC-HTP-013",
    InvalidInput,
    en="The order names the product {given}, the address {expected}.",
    zh="订单中的商品为 {given}，而地址中为 {expected}。",
    remedy_en="Use the same product in both, or leave it out of the order.",
    remedy_zh="请使两处一致，或在订单中省略。",
)
BAD_INDEX = declare(
    "GC-HTP-014",
    NotFound,
    en="The log has no entry {index}.",
    zh="日志中没有第 {index} 条。",
    remedy_en="Entries count from 0; /log/checkpoint says how many there are.",
    remedy_zh="条目从 0 开始编号，总数见 /log/checkpoint。",
)
INTERNAL = declare(
    "GC-HTP-015",
    Broken,
    en="Something failed on our side; it has been written to the server's log under {reference}.",
    zh="服务器内部出错，已记入服务器日志，编号 {reference}。",
    remedy_en="Try again; if it stays, report the number.",
    remedy_zh="请重试；若仍出错，请报告该编号。",
)


def problem_document(error: GreencardError, lang: Lang, instance: str) -> dict[str, Any]:
    """RFC 9457 members, with `code`, `remedy` and `faults` as extension members; nothing internal is in it."""
    first = error.faults[0]
    return {
        "type": "about:blank",
        "title": HTTPStatus(error.http_status).phrase,
        "status": error.http_status,
        "detail": first.text(lang),
        "instance": instance,
        "code": error.code,
        "remedy": first.remedy(lang),
        "faults": [fault.as_dict(lang) for fault in error.faults],
    }


def problem(error: GreencardError, lang: Lang, instance: str, headers: Mapping[str, str] | None = None) -> Response:
    """The response for an error."""
    extra = {
        "Content-Language": "zh-Hans" if lang == "zh" else "en",
        "Cache-Control": "no-store",
        "Vary": "Accept, Accept-Language, Cookie",
        **(headers or {}),
    }
    body = msgspec.json.encode(problem_document(error, lang, instance))
    return Response(body, error.http_status, extra, media_type=PROBLEM_JSON)
