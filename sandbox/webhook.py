"""Posting updates to the bot instead of waiting to be asked; only ever to this machine."""

import asyncio
import json
import re
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from sandbox.errors import Json, bad_request
from sandbox.parameters import Parameters
from sandbox.world import Sandbox

ANSWER_SECONDS = 10.0
FIRST_PAUSE = 0.1
LONGEST_PAUSE = 5.0
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")


@dataclass(slots=True)
class Webhook:
    """Where updates go, if anywhere. A body the bot answers with is ignored here."""

    sandbox: Sandbox
    url: str = ""
    secret: str = ""
    connections: int = 40
    last_error: str = ""
    last_error_date: int = 0
    _task: asyncio.Task[None] | None = field(default=None, repr=False)

    def set(self, parameters: Parameters) -> bool:
        """Answer setWebhook."""
        url = parameters.text("url")
        if not url:
            return self.delete(parameters)
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"}:
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if parts.hostname not in _LOOPBACK or parts.scheme != "http":
            raise bad_request("bad webhook: the sandbox posts to http://127.0.0.1 only")
        if not _SECRET.fullmatch(parameters.text("secret_token")):
            raise bad_request("secret token contains unallowed characters")
        self._stop()
        self.url, self.secret = url, parameters.text("secret_token")
        self.connections = parameters.integer("max_connections", 40)
        self.last_error, self.last_error_date = "", 0
        updates = self.sandbox.updates
        updates.allow(parameters.strings("allowed_updates", "allowed updates"))
        if parameters.flag("drop_pending_updates"):
            updates.drop_all()
        updates.set_webhook(active=True)
        self._task = asyncio.get_running_loop().create_task(self._deliver(parts))
        return True

    def delete(self, parameters: Parameters) -> bool:
        """Answer deleteWebhook."""
        self._stop()
        self.url = self.secret = ""
        if parameters.flag("drop_pending_updates"):
            self.sandbox.updates.drop_all()
        self.sandbox.updates.set_webhook(active=False)
        return True

    def info(self) -> Json:
        """Answer getWebhookInfo."""
        updates = self.sandbox.updates
        body: Json = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": updates.count(),
        }
        if self.url:
            body |= {"max_connections": self.connections, "ip_address": "127.0.0.1"}
        if self.last_error:
            body |= {
                "last_error_date": self.last_error_date,
                "last_error_message": self.last_error,
            }
        if updates.allowed:
            body["allowed_updates"] = sorted(updates.allowed)
        return body

    def close(self) -> None:
        """Stop posting; the server is going down."""
        self._stop()

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def _deliver(self, parts: SplitResult) -> None:
        updates, pause = self.sandbox.updates, FIRST_PAUSE
        while True:
            batch = updates.pending(1)
            if not batch:
                await updates.bell.wait(60.0)
                continue
            trouble = await self._try(parts, batch[0])
            if trouble:
                self.last_error, self.last_error_date = trouble, self.sandbox.seconds()
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                updates.confirm(batch[0]["update_id"] + 1)
                pause = FIRST_PAUSE

    async def _try(self, parts: SplitResult, update: Json) -> str:
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                status = await _post(parts, self.secret, json.dumps(update).encode())
        except TimeoutError:
            return "Read timeout expired"
        except (OSError, ValueError):
            return "Connection refused"
        return "" if status.startswith("2") else f"Wrong response from the webhook: {status}"


async def _post(parts: SplitResult, secret: str, body: bytes) -> str:
    """Return the status line's code and phrase. Written out here: httpx is not ours to use."""
    host, port = parts.hostname or "127.0.0.1", parts.port or 80
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    lines = [
        f"POST {path} HTTP/1.1",
        f"Host: {parts.netloc}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        "Connection: close",
    ]
    if secret:
        lines.append(f"X-Telegram-Bot-Api-Secret-Token: {secret}")
    reader, writer = await asyncio.open_connection(host, port)
    try:
        writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        await writer.drain()
        first = (await reader.readline()).decode("latin-1").strip()
    finally:
        writer.close()
    return first.partition(" ")[2]
