"""The parameters of one call, however they came: query string, form, JSON or multipart."""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.types import Receive, Scope

from sandbox.errors import ApiError, Json, bad_request

LARGEST_BODY = 50 * 1024 * 1024 + 65_536


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with the call."""

    name: str
    content: bytes


@dataclass(slots=True)
class Parameters:
    """Values by name; reading one gives its type or Telegram's complaint."""

    values: dict[str, Any] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return a string, "" when absent."""
        value = self.values.get(name)
        return value if isinstance(value, str) else "" if value is None else str(value)

    def integer(self, name: str, default: int = 0) -> int:
        """Return a whole number; what is none counts as absent, as at Telegram."""
        value = self.values.get(name)
        if value is None or value == "":
            return default
        try:
            return int(value)
        except (TypeError, ValueError):
            return default

    def flag(self, name: str) -> bool:
        """Return whether it says true, yes or 1."""
        return self.text(name).lower() in {"true", "yes", "1"}

    def json(self, name: str, what: str) -> Any:  # noqa: ANN401 JSON is anything
        """Return decoded JSON, None when absent; `what` names it in the complaint."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {what} JSON object") from None

    def strings(self, name: str, what: str) -> list[str] | None:
        """Return an array of strings, None when absent."""
        value = self.json(name, what)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise bad_request(f"can't parse {what}: expected an Array of strings")
        return value

    def chat_id(self) -> int | None:
        """Return the chat's id, or None when it is absent or no number."""
        return self.integer("chat_id") or None


async def read_parameters(scope: Scope, receive: Receive) -> Parameters:
    """Read all parameters of a request."""
    parameters = Parameters()
    if scope["query_string"]:
        parameters.values.update(_form(scope["query_string"]))
    if scope["method"] != "POST":
        return parameters
    body = await _body(receive)
    kind = dict(scope["headers"]).get(b"content-type", b"").lower()
    if kind.startswith(b"application/x-www-form-urlencoded"):
        parameters.values.update(_form(body))
    elif kind.startswith(b"application/json"):
        parameters.values.update(_json(body))
    elif kind.startswith(b"multipart/form-data"):
        await _multipart(scope, body, parameters)
    return parameters


async def _body(receive: Receive) -> bytes:
    message = await receive()
    first: bytes = message.get("body", b"")
    if not message.get("more_body"):
        return first
    pieces, size = [first], len(first)
    while message.get("more_body"):
        message = await receive()
        pieces.append(message.get("body", b""))
        size += len(pieces[-1])
        if size > LARGEST_BODY:
            raise ApiError(413, "Request Entity Too Large")
    return b"".join(pieces)


def _form(source: bytes) -> dict[str, str]:
    return dict(parse_qsl(source.decode("utf-8", "replace"), keep_blank_values=True))


def _json(body: bytes) -> Json:
    try:
        values = json.loads(body or b"{}")
    except ValueError:
        values = None
    if not isinstance(values, dict):
        raise bad_request("can't parse JSON object")
    return values


async def _multipart(scope: Scope, body: bytes, parameters: Parameters) -> None:
    sent = False

    async def again() -> Json:
        nonlocal sent
        if sent:
            return {"type": "http.disconnect"}
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    async with Request(scope, again).form() as form:
        for name, value in form.multi_items():
            if isinstance(value, str):
                parameters.values[name] = value
            else:
                content = await value.read()
                parameters.uploads[name] = Upload(value.filename or name, content)
