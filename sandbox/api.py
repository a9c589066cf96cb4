"""`/bot<token>/<method>` and `/file/bot<token>/<path>`: the Bot API over HTTP, kept lean."""

import asyncio
import json
import re
from typing import Any

from starlette.types import Receive, Scope, Send

from sandbox.calls import Call
from sandbox.errors import ApiError, Json, too_many_requests
from sandbox.faults import DroppedError, Fault, FaultKind
from sandbox.files import StoredFile
from sandbox.methods import BY_LOWER_NAME
from sandbox.parameters import Parameters, read_parameters
from sandbox.webhook import Webhook
from sandbox.world import Sandbox

_TOKEN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{3,80}")
_BAD_GATEWAY = (
    b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
    b"<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx/1.18.0</center>\r\n"
    b"</body>\r\n</html>\r\n"
)
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_ASYNC_NAMES = {
    name.lower(): name for name in ("getUpdates", "setWebhook", "deleteWebhook", "getWebhookInfo")
}


class Api:
    """Answers bots."""

    def __init__(self, sandbox: Sandbox) -> None:
        """Serve one sandbox."""
        self.sandbox = sandbox
        self.webhook = Webhook(sandbox)

    async def call(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer `/bot<token>/<method>`, log it, and let faults strike."""
        token, _, wanted = scope["path"][len("/bot") :].partition("/")
        wanted = wanted.lower()
        name = _ASYNC_NAMES.get(wanted) or BY_LOWER_NAME.get(wanted, (wanted, None))[0]
        chat_id: int | None = None
        fault: Fault | None = None
        try:
            self._authorise(token)
            parameters = await read_parameters(scope, receive)
            chat_id = parameters.chat_id()
            fault = self.sandbox.faults.take(name, chat_id)
            if fault is None or fault.kind.comes_after:
                result = await self._run(wanted, parameters)
                status, body = 200, _encode({"ok": True, "result": result})
            else:
                status, body = _failure(fault)
        except ApiError as refusal:
            status, body = refusal.code, _encode(refusal.as_json())
        self._log(name, chat_id, status, fault)
        if fault is not None and fault.kind.is_silent:
            await self._drop_or_stall(fault, send)
        else:
            await _answer(send, status, body)

    async def file(self, scope: Scope, send: Send) -> None:
        """Answer `/file/bot<token>/<file_path>`."""
        token, _, path = scope["path"][len("/file/bot") :].partition("/")
        try:
            self._authorise(token)
            fault = self.sandbox.faults.take("file", None)
            if fault is None:
                status, body = 200, self._stored(path).content
            else:
                status, body = _failure(fault)
        except ApiError as refusal:
            fault, status, body = None, refusal.code, _encode(refusal.as_json())
        if fault is not None and fault.kind.is_silent:
            await self._drop_or_stall(fault, send)
        else:
            await _answer(send, status, body, b"application/octet-stream")

    def close(self) -> None:
        """Stop the webhook."""
        self.webhook.close()

    def _authorise(self, token: str) -> None:
        if token == self.sandbox.token:
            return
        if _TOKEN.fullmatch(token):
            raise ApiError(401, "Unauthorized")
        raise ApiError(404, "Not Found")

    def _stored(self, path: str) -> StoredFile:
        stored = self.sandbox.files.by_path.get(path)
        if stored is None:
            raise ApiError(404, "Not Found")
        return stored

    async def _run(self, wanted: str, parameters: Parameters) -> Any:  # noqa: ANN401 JSON
        found = BY_LOWER_NAME.get(wanted)
        if found is not None:
            return found[1](self.sandbox, parameters)
        match wanted:
            case "getupdates":
                return await self._get_updates(parameters)
            case "setwebhook":
                return self.webhook.set(parameters)
            case "deletewebhook":
                return self.webhook.delete(parameters)
            case "getwebhookinfo":
                return self.webhook.info()
        raise ApiError(404, "Not Found")

    async def _get_updates(self, parameters: Parameters) -> list[Json]:
        return await self.sandbox.updates.get(
            parameters.integer("offset"),
            parameters.integer("limit", 100),
            parameters.integer("timeout"),
            parameters.strings("allowed_updates", "allowed updates"),
        )

    async def _drop_or_stall(self, fault: Fault, send: Send) -> None:
        if fault.kind in {FaultKind.TIMEOUT, FaultKind.TIMEOUT_AFTER}:
            await self.sandbox.until_closed(fault.seconds)
        # Under uvicorn `send` is a method of the request cycle, which holds the transport.
        transport = getattr(getattr(send, "__self__", None), "transport", None)
        if not isinstance(transport, asyncio.Transport):
            raise DroppedError(f"{fault.kind}: the connection was dropped")
        transport.abort()
        await asyncio.sleep(0)  # lets uvicorn notice, or it would complain that nobody answered

    def _log(self, name: str, chat_id: int | None, status: int, fault: Fault | None) -> None:
        description = "" if fault is None else str(fault.kind)
        sandbox = self.sandbox
        sandbox.calls.add(Call(sandbox.monotonic(), name, chat_id, status, description))


def _failure(fault: Fault) -> tuple[int, bytes]:
    """Return what a call gets that is not carried out; status 0 is no answer at all."""
    match fault.kind:
        case FaultKind.INTERNAL:
            raise ApiError(500, "Internal Server Error")
        case FaultKind.FLOOD:
            raise too_many_requests(max(1, int(fault.seconds)))
        case FaultKind.BAD_GATEWAY:
            return 502, _BAD_GATEWAY
        case _:
            return 0, b""


def _encode(body: Json) -> bytes:
    return _ENCODER.encode(body).encode("utf-8", "replace")


async def _answer(send: Send, status: int, body: bytes, kind: bytes = b"application/json") -> None:
    headers = [
        (b"content-type", b"text/html" if body is _BAD_GATEWAY else kind),
        (b"content-length", str(len(body)).encode()),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
