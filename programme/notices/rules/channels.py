"""The channels of a programme, one row each: how a message is written for it, signed, and how its answer reads.

Robots: WeCom keeps its key in the address and asks no signature; DingTalk wants milliseconds and the signature in the
address; Feishu wants seconds and the signature in the body, made with the time and the secret as the key of an empty
message. The webhook follows Standard Webhooks 1.0.
"""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus

from programme.notices.choices import Channel

JSON = {"Content-Type": "application/json; charset=utf-8"}
LONGEST = 2000  # bytes of a robot's text; WeCom refuses more than 2048
PREFIX = "whsec_"
OK, REDIRECTS = range(200, 300), range(300, 400)


@dataclass(frozen=True, slots=True)
class Message:
    """What a group is told, in its language."""

    id: str
    topic: str
    title: str  # the topic in words
    text: str
    url: str  # absolute
    programme: str
    slug: str
    at: str  # ISO 8601


@dataclass(frozen=True, slots=True)
class Post:
    """One request, ready to send."""

    url: str
    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Form:
    """One channel: its request, and why an answer is no success (empty where it is one)."""

    compose: Callable[[Message, str, str, int], Post]  # message, address, secret, seconds since 1970
    refusal: Callable[[int, bytes], str]
    secret: bool = True  # whether it signs at all
    makes_secret: bool = False  # whether we make the secret, or the other side does


def signature(key: bytes, message: bytes) -> str:
    """HMAC-SHA256 in base64."""
    return base64.b64encode(hmac.new(key, message, hashlib.sha256).digest()).decode()


def key_of(secret: str) -> bytes:
    """The bytes of a webhook's secret: base64 after ``whsec_``, else the text as it stands."""
    if secret.startswith(PREFIX):
        try:
            return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
        except binascii.Error:
            pass
    return secret.encode()


def said(message: Message) -> str:
    """A group robot's text: programme and topic, the sentence, the link; never longer than a robot takes."""
    head, tail = f"[{message.programme}] {message.title}\n", f"\n{message.url}"
    room = LONGEST - len(head.encode()) - len(tail.encode())
    text = message.text.encode()
    cut = message.text if len(text) <= room else text[: room - 3].decode(errors="ignore") + "…"
    return head + cut + tail


def _json(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def webhook(message: Message, address: str, secret: str, seconds: int) -> Post:
    """Standard Webhooks: id, time and body are signed together."""
    body = _json(
        {
            "type": f"notice.{message.topic}",
            "timestamp": message.at,
            "data": {
                "id": message.id,
                "topic": message.topic,
                "title": message.title,
                "text": message.text,
                "url": message.url,
                "programme": message.slug,
                "programme_name": message.programme,
            },
        }
    )
    signed = signature(key_of(secret), f"{message.id}.{seconds}.".encode() + body)
    headers = {"webhook-id": message.id, "webhook-timestamp": str(seconds), "webhook-signature": f"v1,{signed}"}
    return Post(address, body, JSON | headers)


def wecom(message: Message, address: str, _secret: str, _seconds: int) -> Post:
    """The key stands in the address."""
    return Post(address, _json({"msgtype": "text", "text": {"content": said(message)}}), JSON)


def dingtalk(message: Message, address: str, secret: str, seconds: int) -> Post:
    """Milliseconds and signature stand in the address."""
    if secret:
        now = str(seconds * 1000)
        sign = quote_plus(signature(secret.encode(), f"{now}\n{secret}".encode()))
        address += f"{'&' if '?' in address else '?'}timestamp={now}&sign={sign}"
    return Post(address, _json({"msgtype": "text", "text": {"content": said(message)}}), JSON)


def feishu(message: Message, address: str, secret: str, seconds: int) -> Post:
    """Seconds and signature stand in the body; time and secret are the key, the message signed is empty."""
    content: dict[str, Any] = {"msg_type": "text", "content": {"text": said(message)}}
    if secret:
        content |= {"timestamp": str(seconds), "sign": signature(f"{seconds}\n{secret}".encode(), b"")}
    return Post(address, _json(content), JSON)


def by_status(status: int, _body: bytes) -> str:
    """A webhook took it when it answers 2xx."""
    return "" if status in OK else f"HTTP {status}"


def by_code(*names: str) -> Callable[[int, bytes], str]:
    """A robot answers 200 with a code in JSON: 0 is success; a number and the short reason stay of anything else."""

    def refusal(status: int, body: bytes) -> str:
        if status not in OK:
            return f"HTTP {status}"
        try:
            answer = json.loads(body)
        except ValueError:
            return f"HTTP {status}, no JSON"
        codes = [answer[name] for name in names if name in answer] if isinstance(answer, dict) else []
        if codes and all(code == 0 for code in codes):
            return ""
        why = str(answer.get("errmsg") or answer.get("msg") or "")[:120] if isinstance(answer, dict) else ""
        return f"{codes[0] if codes else '?'} {why}".strip()

    return refusal


CHANNELS: Mapping[str, Form] = {
    Channel.WEBHOOK: Form(webhook, by_status, makes_secret=True),
    Channel.WECOM: Form(wecom, by_code("errcode"), secret=False),
    Channel.DINGTALK: Form(dingtalk, by_code("errcode")),
    Channel.FEISHU: Form(feishu, by_code("code", "StatusCode")),
}
