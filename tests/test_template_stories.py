"""The office edits the template of its bulletins: in the chat, and from the terminal."""

from io import BytesIO
from pathlib import Path

import docx
import pytest

from db.tables import AuditEntry, Template
from db.vocabulary import Action
from sandbox.chats import Group
from sandbox.messages import Message
from templates.bulletin import our_template
from tests.ledger_cast import all_of
from tests.play import Play, playing
from tests.test_commands import done, empty, facts, office, refused
from tests.test_sandbox_harness import in_loop

__all__ = ["empty", "office"]


def edited(content: bytes, line: str) -> bytes:
    """Return a template with a line more at its end."""
    document, written = docx.Document(BytesIO(content)), BytesIO()
    document.add_paragraph(line)
    document.save(written)
    return written.getvalue()


def brought(play: Play, name: str) -> tuple[Message, bytes]:
    """Return the newest message of the bot's that brings a file of this name, and the file."""
    found = [
        one
        for one in play.sandbox.chats[play.desk.office_chat or 0].history.shown()
        if one.from_bot and one.content.get("document", {}).get("file_name") == name
    ]
    return found[-1], play.sandbox.files.get(found[-1].content["document"]["file_id"]).content


async def sends(play: Play, content: bytes, reply_to: Message | None = None) -> None:
    group = play.sandbox.chats[play.desk.office_chat or 0]
    where = group if isinstance(group, Group) else None
    play.office.person.sends_file("本县通报.docx", content, reply_to=reply_to, chat=where)
    await play.stage.settle()


@in_loop
async def test_a_template_that_is_fetched_and_sent_back_is_used_until_it_is_given_up(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        await play.office.says("通报模板")
        message, content = brought(play, "通报模板.docx")
        assert content == our_template()
        assert "回复本条消息" in message.text
        await sends(play, edited(content, "抄送：县委办"), reply_to=message)
        play.office.expects("✅ 已采用 本县通报.docx")

        (own,) = all_of(play.desk.db, Template)
        assert (own.name, own.set_by) == ("本县通报.docx", "周敏")
        await play.office.says("/template")
        assert brought(play, "通报模板.docx")[1] == own.content
        await play.office.presses("改回自带模板")
        play.office.expects("本县通报.docx", "周敏 已改回自带的模板")
        assert all_of(play.desk.db, Template) == []
        assert [
            (one.action, one.about, one.before, one.after, one.done_by)
            for one in all_of(play.desk.db, AuditEntry)
        ] == [
            (Action.TEMPLATE, "通报模板", {}, {"name": "本县通报.docx"}, "周敏"),
            (Action.TEMPLATE, "通报模板", {"name": "本县通报.docx"}, {}, "周敏"),
        ]


@in_loop
async def test_one_that_is_wrong_is_told_why_and_mended_in_reply(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.office.says("/template")
        await sends(play, edited(our_template(), "抄送{{ 通之 }}"))
        refused_ = play.office.expects(
            "没有采用 本县通报.docx", "抄送{{ 通之 }}”这一段：没有“通之”"
        )
        assert all_of(play.desk.db, Template) == []
        await sends(play, edited(our_template(), "抄送{{ 通知 }}"), reply_to=refused_)

        play.office.expects("✅ 已采用 本县通报.docx")


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n" + bytes(60), "关于督办".encode()], ids=["picture", "text"]
)
def test_what_is_no_word_file_is_no_template(tmp_path: Path, content: bytes) -> None:
    @in_loop
    async def story() -> None:
        async with playing(tmp_path) as play:
            await play.office.says("/template")
            await sends(play, content)

            play.office.expects("没有采用 本县通报.docx", "不是 .docx 文件")

    story()


@in_loop
async def test_an_older_template_s_button_gives_nothing_up(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for line in ("甲", "乙"):
            await play.move_to(3, 12 if line == "甲" else 13)
            await play.office.says("/template")
            await sends(play, edited(our_template(), line))
        first, second = [one for one in play.office.person.messages if "已采用" in one.text]
        play.office.person.press(first, "改回自带模板")
        await play.stage.settle()

        assert "现在用的是别的模板" in first.text
        assert "已采用" in second.text
        assert len(all_of(play.desk.db, Template)) == 1


@in_loop
async def test_in_a_group_the_reply_to_the_file_brings_the_new_one(tmp_path: Path) -> None:
    async with playing(tmp_path, in_group=True) as play:
        group = play.sandbox.chats[play.desk.office_chat or 0]
        assert isinstance(group, Group)
        play.office.person.say("/template", chat=group)
        await play.stage.settle()
        message, content = brought(play, "通报模板.docx")
        await sends(play, edited(content, "抄送：县委办"), reply_to=message)

        assert [one.name for one in all_of(play.desk.db, Template)] == ["本县通报.docx"]
        assert any("✅ 已采用" in one.text for one in group.history.shown())


@pytest.mark.usefixtures("empty")
def test_the_terminal_writes_checks_and_gives_up_a_template(office: Path) -> None:
    assert "自带的模板" in done("template")
    assert "已写入 通报.docx" in done("template", "show", "通报.docx")
    content = Path("通报.docx").read_bytes()
    assert content == our_template()
    assert "已存在" in refused("template", "show", "通报.docx")
    Path("通报.docx").write_bytes(edited(content, "抄送：县委办"))

    assert "已采用 通报.docx" in done("template", "set", "通报.docx", "--by", "赵主任")
    assert facts("template")["own"] | {"since": ""} == {
        "name": "通报.docx",
        "since": "",
        "by": "赵主任",
    }
    assert "通报.docx（" in done("template")
    done("template", "show", "又一份.docx")
    assert Path("又一份.docx").read_bytes() == Path("通报.docx").read_bytes()
    assert "不再用 通报.docx" in done("template", "drop")
    assert facts("template") == {"own": None}
    assert (office / "data" / "duban.db").exists()


@pytest.mark.usefixtures("empty")
def test_the_terminal_refuses_what_is_no_template_in_one_sentence() -> None:
    Path("坏.docx").write_bytes(edited(our_template(), "{{ 没有的名称 }}"))

    assert "没有采用 坏.docx" in refused("template", "set", "坏.docx")
    assert "“没有的名称”" in refused("template", "set", "坏.docx")
    assert "没有这个文件" in refused("template", "set", "无.docx")
    assert ".docx" in refused("template", "show", "通报.doc")
