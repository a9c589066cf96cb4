"""The control endpoints, as another process uses them."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from sandbox import Sandbox, create_app
from tests.test_sandbox_harness import (
    PNG,
    Clock,
    bot_of,
    client_of,
    in_loop,
    make_person,
    make_sandbox,
    raw,
    until,
)


@in_loop
async def test_people_are_added_and_listed() -> None:
    sandbox, _ = make_sandbox()

    async with client_of(create_app(sandbox)) as client:
        body = {"first_name": "王", "last_name": "芳", "subtitle": "教育局", "started": True}
        added = (await client.post("/sandbox/people", json=body)).json()
        listed = (await client.get("/sandbox/people")).json()

    assert added["name"] == "王 芳"
    assert added["started"] is True
    assert listed == [added]


@in_loop
async def test_a_person_acts_over_http() -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox, started=False)
    path = f"/sandbox/people/{person.id}"
    keyboard = {"inline_keyboard": [[{"text": "是", "callback_data": "y"}]]}

    async with client_of(create_app(sandbox)) as client:
        link = "https://t.me/duban_bot?start=abc"
        await client.post(f"{path}/start", json={"payload": link})
        said = (await client.post(f"{path}/say", json={"text": "320"})).json()
        body = {"message_id": said["message_id"], "text": "325"}
        await client.post(f"{path}/edit", json=body)
        body = {"chat_id": person.id, "text": "？", "reply_markup": keyboard}
        asked = (await raw(sandbox, "sendMessage", body)).json()["result"]
        body = {"message_id": asked["message_id"], "button": "是"}
        query = (await client.post(f"{path}/press", json=body)).json()
        await raw(sandbox, "answerCallbackQuery", {"callback_query_id": query["id"], "text": "好"})
        answered = (await client.get(f"/sandbox/queries/{query['id']}")).json()
        body = {"text": "嗯", "reply_to": asked["message_id"]}
        await client.post(f"{path}/say", json=body)
        history = (await client.get(f"/sandbox/chats/{person.id}/messages")).json()

    assert [message["text"] for message in history] == ["/start abc", "325", "？", "嗯"]
    assert history[3]["reply_to_message"]["text"] == "？"
    assert query["answered"] is False
    assert (answered["answered"], answered["text"]) == (True, "好")
    updates = (await raw(sandbox, "getUpdates", {})).json()["result"]
    assert [(update.keys() - {"update_id"}).pop() for update in updates] == [
        "message",
        "message",
        "edited_message",
        "callback_query",
        "message",
    ]


@in_loop
async def test_files_photos_and_albums_are_sent_over_http() -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)
    path = f"/sandbox/people/{person.id}"

    async with client_of(create_app(sandbox)) as client:
        one = await client.post(
            f"{path}/file", files={"file": ("表.xlsx", b"x")}, data={"caption": "见附件"}
        )
        two = await client.post(
            f"{path}/file", files=[("file", ("a.txt", b"a")), ("file", ("b.txt", b"b"))]
        )
        photo = await client.post(f"{path}/photo", files={"file": ("p.png", PNG)})
        none = await client.post(f"{path}/file", data={"caption": "x"}, files={"no": b"x"})
        document = one.json()[0]["document"]
        download = await client.get(f"/sandbox/files/{document['file_id']}")

    assert one.json()[0]["caption"] == "见附件"
    assert document["file_name"] == "表.xlsx"
    assert len({message["media_group_id"] for message in two.json()}) == 1
    assert photo.json()[0]["photo"][0]["width"] == 640
    assert none.status_code == 400
    assert download.content == b"x"
    assert download.headers["content-disposition"] == "attachment"
    assert download.headers["x-content-type-options"] == "nosniff"


@in_loop
async def test_blocking_and_unblocking_over_http() -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)

    async with client_of(create_app(sandbox)) as client:
        blocked = await client.post(f"/sandbox/people/{person.id}/block")
        refused = await client.post(f"/sandbox/people/{person.id}/say", json={"text": "x"})
        unblocked = await client.post(f"/sandbox/people/{person.id}/unblock")

    assert blocked.json()["blocked"] is True
    assert refused.status_code == 409
    assert refused.json() == {"error": "李 建国 has blocked the bot"}
    assert unblocked.json()["blocked"] is False


@in_loop
async def test_a_group_is_founded_upgraded_and_left_over_http() -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)

    async with client_of(create_app(sandbox)) as client:
        body = {"title": "群", "members": [person.id], "bot": "member"}
        group = (await client.post("/sandbox/groups", json=body)).json()
        new = (await client.post(f"/sandbox/groups/{group['id']}/upgrade")).json()
        await client.post(f"/sandbox/groups/{new['id']}/remove_bot")
        body = {"text": "/x", "chat_id": new["id"]}
        await client.post(f"/sandbox/people/{person.id}/say", json=body)
        history = (await client.get(f"/sandbox/chats/{new['id']}/messages")).json()
        unknown = await client.post(f"/sandbox/groups/{new['id']}/dance")

    assert new["type"] == "supergroup"
    assert history[0]["migrate_from_chat_id"] == group["id"]
    assert history[1]["text"] == "/x"
    assert unknown.status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/sandbox/people/1/say", {"text": "x"}, 404),
        ("POST", "/sandbox/people/{person}/say", {}, 400),
        ("POST", "/sandbox/people/{person}/say", {"text": "x", "chat_id": -1}, 404),
        ("POST", "/sandbox/people", {}, 400),
        ("GET", "/sandbox/chats/abc/messages", None, 404),
        ("GET", "/sandbox/queries/1", None, 404),
        ("GET", "/sandbox/files/x", None, 404),
        ("POST", "/sandbox/faults", {"kind": "earthquake"}, 400),
        ("POST", "/sandbox/clock/move", {"days": "many"}, 400),
        ("POST", "/sandbox/clock/move", {"days": -1}, 400),
        ("GET", "/sandbox/events?after=x", None, 400),
        ("GET", "/sandbox/nothing", None, 404),
        ("GET", "/static/nothing.js", None, 404),
        ("GET", "/static/index.html", None, 404),
    ],
)
@in_loop
async def test_a_request_without_sense_is_refused(
    method: str, path: str, body: object, status: int
) -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)

    async with client_of(create_app(sandbox)) as client:
        answer = await client.request(method, path.format(person=person.id), json=body)

    assert answer.status_code == status
    assert "error" in answer.json()


@in_loop
async def test_faults_are_set_listed_and_cleared_over_http() -> None:
    sandbox, _ = make_sandbox()
    rules = [{"kind": "500", "method": "sendMessage"}, {"kind": "429", "seconds": 3, "times": None}]

    async with client_of(create_app(sandbox)) as client:
        await client.post("/sandbox/faults", json={"rules": rules})
        listed = (await client.get("/sandbox/faults")).json()
        cleared = (await client.delete("/sandbox/faults")).json()

    assert [(rule["kind"], rule["method"], rule["times"]) for rule in listed] == [
        ("500", "sendMessage", 1),
        ("429", "*", None),
    ]
    assert cleared == []
    assert sandbox.faults.rules == []


@in_loop
async def test_the_call_log_is_read_on_from_where_one_stopped() -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)

    async with client_of(create_app(sandbox)) as client:
        await raw(sandbox, "sendMessage", {"chat_id": person.id, "text": "x"})
        first = (await client.get("/sandbox/calls")).json()
        await raw(sandbox, "getMe", {})
        second = (await client.get("/sandbox/calls", params={"after": first["total"]})).json()
        stats = (await client.get("/sandbox/stats")).json()
        await client.delete("/sandbox/calls")

    assert [call["method"] for call in first["calls"]] == ["sendMessage"]
    assert first["calls"][0]["chat_id"] == person.id
    assert [call["method"] for call in second["calls"]] == ["getMe"]
    assert stats["writes"] == 1
    assert stats["by_status"] == {"200": 2}
    assert sandbox.calls.total == 0


@in_loop
async def test_any_update_can_be_queued_over_http() -> None:
    sandbox, _ = make_sandbox()

    async with client_of(create_app(sandbox)) as client:
        await client.post("/sandbox/updates", json={"message": 5})
    updates = (await raw(sandbox, "getUpdates", {})).json()["result"]

    assert updates == [{"update_id": sandbox.first_update_id, "message": 5}]


@in_loop
async def test_the_clock_is_moved_and_the_demo_told_afterwards() -> None:
    sandbox, clock = make_sandbox()
    swept: list[datetime] = []
    begun = clock.now()

    async def next_event() -> datetime | None:
        return begun + timedelta(days=2) if len(swept) < 2 else None

    async def after_move() -> None:
        swept.append(clock.now())

    app = create_app(sandbox, next_event=next_event, after_move=after_move)
    async with client_of(app) as client:
        hour = (await client.post("/sandbox/clock/move", json={"hours": 1})).json()
        jumped = (await client.post("/sandbox/clock/next")).json()
        stayed = (await client.post("/sandbox/clock/next")).json()

    assert hour == {"now": "2026-03-02T02:00:00+00:00", "can_move": True, "has_next": True}
    assert jumped["moved"] is True
    assert stayed["moved"] is False
    assert swept == [begun + timedelta(hours=1), begun + timedelta(days=2)]


class FixedClock:
    """Has no `move`."""

    def now(self) -> datetime:
        return Clock().now()


@in_loop
async def test_a_clock_that_cannot_move_says_so() -> None:
    sandbox = Sandbox(FixedClock())

    async with client_of(create_app(sandbox)) as client:
        shown = (await client.get("/sandbox/clock")).json()
        refused = await client.post("/sandbox/clock/move", json={"hours": 1})

    assert shown["can_move"] is shown["has_next"] is False
    assert refused.status_code == 409


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "http://sandbox.test"}, 200),
        ({"Origin": "https://evil.example"}, 403),
    ],
)
@in_loop
async def test_another_sites_page_cannot_steer_the_sandbox(
    headers: dict[str, str], status: int
) -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)

    async with client_of(create_app(sandbox)) as client:
        path = f"/sandbox/people/{person.id}/say"
        answer = await client.post(path, json={"text": "x"}, headers=headers)
        read = await client.get("/sandbox/people", headers=headers)

    assert answer.status_code == status
    assert read.status_code == 200


async def news(client: httpx.AsyncClient, **parameters: str | int) -> dict[str, Any]:
    answer = await client.get("/sandbox/events", params=parameters)
    return dict(answer.json())


@in_loop
async def test_the_page_hears_what_happens() -> None:
    sandbox, clock = make_sandbox()
    person = make_person(sandbox)

    async with client_of(create_app(sandbox)) as client, bot_of(sandbox) as bot:
        state = (await client.get("/sandbox/state")).json()
        waiting = asyncio.create_task(news(client, after=state["next"], wait=30))
        await until(lambda: sandbox.feed.bell.waiting)
        sent = await bot.send_message(person.id, "一")
        first = await waiting
        await bot.edit_message_text("二", person.id, sent.message_id)
        await bot.delete_message(person.id, sent.message_id)
        person.blocks()
        await client.post("/sandbox/clock/move", json={"hours": 1})
        rest = await news(client, after=str(first["next"]), epoch=state["epoch"])

    assert state["people"][0]["name"] == "李 建国"
    assert [event["message"]["text"] for event in first["events"]] == ["一"]
    assert [event["kind"] for event in rest["events"]] == ["edit", "delete", "person", "clock"]
    assert rest["clock"] == {
        "now": clock.now().isoformat(),
        "can_move": True,
        "has_next": False,
    }


@in_loop
async def test_a_page_of_another_sandbox_or_far_behind_begins_anew() -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)
    for _ in range(2100):
        person.say("x")

    async with client_of(create_app(sandbox)) as client:
        assert (await news(client, after=0, epoch="other", wait=30))["reset"] is True
        assert (await news(client, after=0))["reset"] is True
        recent = await news(client, after=sandbox.feed.next_number - 1)

    assert recent["reset"] is False
    assert len(recent["events"]) == 1
