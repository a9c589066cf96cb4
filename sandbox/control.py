"""`/sandbox/…`: people and groups and what they do, as JSON over HTTP.

The chat page and tests in other processes use it. A refusal is `{"error": …}`: 400 for a request
that makes no sense, 404 for nobody and nothing, 409 for what a person cannot do.
"""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.chats import Chat, Group
from sandbox.errors import Json
from sandbox.people import Attachment, Person
from sandbox.world import Sandbox

Endpoint = Callable[[Request], Awaitable[Response]]
_SHOWN_INLINE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


class PeopleControl:
    """The endpoints about people, groups and messages of one sandbox."""

    def __init__(self, sandbox: Sandbox) -> None:
        """Control one sandbox."""
        self.sandbox = sandbox

    def routes(self) -> list[Route]:
        """Return the table of endpoints."""
        person = "/sandbox/people/{person:int}"
        return [
            Route("/sandbox/people", self.people, methods=["GET"]),
            Route("/sandbox/people", self.add_person, methods=["POST"]),
            Route(f"{person}/say", self.say, methods=["POST"]),
            Route(f"{person}/start", self.start, methods=["POST"]),
            Route(f"{person}/press", self.press, methods=["POST"]),
            Route(f"{person}/edit", self.edit, methods=["POST"]),
            Route(f"{person}/file", self.send_files, methods=["POST"]),
            Route(f"{person}/photo", self.send_photos, methods=["POST"]),
            Route(f"{person}/read", self.read, methods=["POST"]),
            Route(f"{person}/block", self.block, methods=["POST"]),
            Route(f"{person}/unblock", self.unblock, methods=["POST"]),
            Route("/sandbox/groups", self.add_group, methods=["POST"]),
            Route("/sandbox/groups/{chat:str}/{change:str}", self.change_group, methods=["POST"]),
            Route("/sandbox/chats/{chat:str}/messages", self.history, methods=["GET"]),
            Route("/sandbox/queries/{query:str}", self.query, methods=["GET"]),
            Route("/sandbox/files/{file_id:str}", self.file, methods=["GET"]),
        ]

    async def people(self, _: Request) -> Response:
        """List everyone."""
        return JSONResponse([person.for_page() for person in self.sandbox.people.values()])

    async def add_person(self, request: Request) -> Response:
        """Add a person: first_name, last_name, id, username, language, subtitle, started."""
        body = await read_json(request)
        person = self.sandbox.add_person(
            str(need(body, "first_name")),
            str(body.get("last_name", "")),
            person_id=body.get("id"),
            username=str(body.get("username", "")),
            language=str(body.get("language", "zh-hans")),
            subtitle=str(body.get("subtitle", "")),
            started=bool(body.get("started")),
        )
        return JSONResponse(person.for_page())

    async def say(self, request: Request) -> Response:
        """Say `text`, perhaps with reply_to and chat_id."""
        body = await read_json(request)
        message = self._person(request).say(
            str(need(body, "text")), reply_to=body.get("reply_to"), chat=self._chat_in(body)
        )
        return JSONResponse(message.for_page())

    async def start(self, request: Request) -> Response:
        """Press Start, with a payload or a whole invite link in `payload`."""
        body = await read_json(request)
        return JSONResponse(self._person(request).start(str(body.get("payload", ""))).for_page())

    async def press(self, request: Request) -> Response:
        """Press `button` (label or data) of `message_id`."""
        body = await read_json(request)
        query = self._person(request).press(
            int(need(body, "message_id")), str(need(body, "button")), chat=self._chat_in(body)
        )
        return JSONResponse(query.as_json())

    async def edit(self, request: Request) -> Response:
        """Edit `message_id` to `text`."""
        body = await read_json(request)
        message = self._person(request).edit(
            int(need(body, "message_id")), str(need(body, "text")), chat=self._chat_in(body)
        )
        return JSONResponse(message.for_page())

    async def send_files(self, request: Request) -> Response:
        """Send the multipart parts called `file` with `caption`; several make an album."""
        return await self._send(request, photo=False)

    async def send_photos(self, request: Request) -> Response:
        """Send the parts called `file` as photos."""
        return await self._send(request, photo=True)

    async def read(self, request: Request) -> Response:
        """Note that everything so far was seen."""
        person = self._person(request)
        person.reads()
        return JSONResponse(person.for_page())

    async def block(self, request: Request) -> Response:
        """Block the bot."""
        person = self._person(request)
        person.blocks()
        return JSONResponse(person.for_page())

    async def unblock(self, request: Request) -> Response:
        """Unblock the bot."""
        person = self._person(request)
        person.unblocks()
        return JSONResponse(person.for_page())

    async def add_group(self, request: Request) -> Response:
        """Found a group: title, members (ids), supergroup, and bot: "member" to add the bot."""
        body = await read_json(request)
        members = [self._person_of(number) for number in need(body, "members")]
        group = self.sandbox.add_group(
            str(need(body, "title")), *members, supergroup=bool(body.get("supergroup"))
        )
        if body.get("bot"):
            self.sandbox.add_bot(group, members[0], str(body["bot"]))
        return JSONResponse(group.as_json())

    async def change_group(self, request: Request) -> Response:
        """Do add_bot, remove_bot or upgrade to a group, by its first member."""
        group = self._chat(request.path_params["chat"])
        if not isinstance(group, Group):
            raise HTTPException(404, "no such group")
        by = next(iter(group.members.values()))
        match request.path_params["change"]:
            case "add_bot":
                self.sandbox.add_bot(group, by)
            case "remove_bot":
                self.sandbox.remove_bot(group, by)
            case "upgrade":
                group = self.sandbox.upgrade_group(group, by)
            case other:
                raise HTTPException(404, f"no such change: {other}")
        return JSONResponse(group.as_json())

    async def history(self, request: Request) -> Response:
        """Return the messages of a chat, oldest first."""
        chat = self._chat(request.path_params["chat"])
        return JSONResponse([message.for_page() for message in chat.messages])

    async def query(self, request: Request) -> Response:
        """Return a press of a button and its answer so far."""
        query = self.sandbox.queries.get(request.path_params["query"])
        if query is None:
            raise HTTPException(404, "no such press")
        return JSONResponse(query.as_json())

    async def file(self, request: Request) -> Response:
        """Return a file: pictures to look at, everything else to download, nothing to run."""
        stored = self.sandbox.files.by_id.get(request.path_params["file_id"])
        if stored is None:
            raise HTTPException(404, "no such file")
        shown = stored.mime in _SHOWN_INLINE
        headers = {
            "Content-Disposition": "inline" if shown else "attachment",
            "Content-Security-Policy": "sandbox",
            "X-Content-Type-Options": "nosniff",
        }
        kind = stored.mime if shown else "application/octet-stream"
        return Response(stored.content, media_type=kind, headers=headers)

    async def _send(self, request: Request, *, photo: bool) -> Response:
        person = self._person(request)
        async with request.form() as form:
            caption = str(form.get("caption", ""))
            chat = self._chat_in(dict(form))
            replied = int(str(form["reply_to"])) if form.get("reply_to") else None
            files = [
                Attachment(part.filename or "file", await part.read())
                for part in form.getlist("file")
                if not isinstance(part, str)
            ]
        if not files:
            raise HTTPException(400, "no part called file")
        if len(files) > 1:
            sent = person.sends_album(files, caption, photo=photo, chat=chat)
        elif photo:
            sent = [person.sends_photo(files[0].content, caption, reply_to=replied, chat=chat)]
        else:
            name, content = files[0].name, files[0].content
            sent = [person.sends_file(name, content, caption, reply_to=replied, chat=chat)]
        return JSONResponse([message.for_page() for message in sent])

    def _person(self, request: Request) -> Person:
        return self._person_of(request.path_params["person"])

    def _person_of(self, number: object) -> Person:
        person = self.sandbox.people.get(number) if isinstance(number, int) else None
        if person is None:
            raise HTTPException(404, f"nobody has the id {number}")
        return person

    def _chat(self, number: object) -> Chat:
        # Starlette's int convertor knows no minus sign, and groups have negative ids.
        digits = str(number).removeprefix("-").isdecimal()
        chat = self.sandbox.chats.get(int(str(number))) if digits else None
        if chat is None:
            raise HTTPException(404, f"no chat has the id {number}")
        return chat

    def _chat_in(self, body: Json) -> Chat | None:
        return self._chat(body["chat_id"]) if body.get("chat_id") else None


async def read_json(request: Request) -> Json:
    """Return the body as an object; nothing counts as an empty one."""
    raw = await request.body()
    try:
        body = json.loads(raw or b"{}")
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise HTTPException(400, "the body must be a JSON object")
    return body


def need(body: Json, name: str) -> Any:  # noqa: ANN401 JSON is anything
    """Return a field that must be there."""
    if name not in body:
        raise HTTPException(400, f"{name} is missing")
    return body[name]
