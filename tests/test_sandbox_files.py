"""Documents, photos and albums, both ways."""

import pytest
from telegram import InputMediaDocument, InputMediaPhoto, Message, Update
from telegram.error import InvalidToken

from sandbox import Attachment
from sandbox.files import dimensions
from tests.test_sandbox_harness import (
    PNG,
    bot_of,
    in_loop,
    make_person,
    make_sandbox,
    raw,
    refusal,
)

JPEG = b"\xff\xd8\xff\xe0\x00\x04xx\xff\xc0\x00\x11\x08\x01\xe0\x02\x80" + b"\x00" * 12


def messages(updates: tuple[Update, ...]) -> list[Message]:
    return [update.message for update in updates if update.message is not None]


@in_loop
async def test_a_file_from_a_person_can_be_downloaded() -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)
    person.sends_file("3月进展.docx", b"content", "请查收")

    async with bot_of(sandbox) as bot:
        (message,) = messages(await bot.get_updates())
        assert message.document is not None
        file = await message.document.get_file()
        content = await file.download_as_bytearray()

    assert message.caption == "请查收"
    assert message.document.file_name == "3月进展.docx"
    assert message.document.file_size == len(b"content")
    assert message.document.mime_type is not None
    assert message.document.mime_type.endswith("wordprocessingml.document")
    assert content == b"content"


@in_loop
async def test_a_photo_from_a_person_has_its_size() -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)
    person.sends_photo(PNG, "现场")

    async with bot_of(sandbox) as bot:
        (message,) = messages(await bot.get_updates())

    assert (message.photo[-1].width, message.photo[-1].height) == (640, 480)
    assert message.caption == "现场"


@in_loop
async def test_an_album_is_n_messages_with_one_group_and_one_caption() -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)
    files = [Attachment("a.txt", b"a"), Attachment("b.txt", b"b"), Attachment("c.txt", b"c")]
    person.sends_album(files, "三个附件")

    async with bot_of(sandbox) as bot:
        album = messages(await bot.get_updates())

    assert len(album) == 3
    assert len({message.media_group_id for message in album}) == 1
    assert [message.caption for message in album] == ["三个附件", None, None]


@in_loop
async def test_a_file_over_20_mb_cannot_be_fetched() -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)
    large = person.sends_file("大.pdf", b"", size=20 * 1024 * 1024 + 1)
    largest = person.sends_file("可.pdf", b"", size=20 * 1024 * 1024)

    async with bot_of(sandbox) as bot:
        words = await refusal(bot.get_file(large.content["document"]["file_id"]))
        await bot.get_file(largest.content["document"]["file_id"])

    assert words == "File is too big"


@in_loop
async def test_an_unknown_file_is_refused() -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)
    sent = person.sends_file("a.txt", b"x")

    async with bot_of(sandbox) as bot:
        assert await refusal(bot.get_file("nonsense")) == "Invalid file_id"
        words = await refusal(bot.send_document(person.id, "nonsense"))
        assert words == "Wrong file identifier/http url specified"
        file = await bot.get_file(sent.content["document"]["file_id"])
        sandbox.files.by_path.clear()
        with pytest.raises(InvalidToken, match="Not Found"):
            await file.download_as_bytearray()


@in_loop
async def test_the_bot_sends_a_file_once_and_then_by_its_id() -> None:
    sandbox, _ = make_sandbox()
    person, other = make_person(sandbox), make_person(sandbox)

    async with bot_of(sandbox) as bot:
        sent = await bot.send_document(
            person.id, b"week", filename="周报.docx", caption="<b>周报</b>", parse_mode="HTML"
        )
        assert sent.document is not None
        again = await bot.send_document(other.id, sent.document.file_id)

    assert sent.document.file_name == "周报.docx"
    assert sent.caption == "周报"
    assert again.document is not None
    assert again.document.file_unique_id == sent.document.file_unique_id
    assert sandbox.files.get(sent.document.file_id).content == b"week"


@in_loop
async def test_the_bot_sends_photos_and_only_pictures() -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)

    async with bot_of(sandbox) as bot:
        sent = await bot.send_photo(person.id, PNG)
        words = await refusal(bot.send_photo(person.id, b"no picture"))

    assert sent.photo[-1].width == 640
    assert words == "Image_process_failed"


@in_loop
async def test_the_bot_sends_albums_of_one_kind() -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)
    text = InputMediaDocument(b"a", filename="a.txt", caption="附件")
    picture = InputMediaPhoto(PNG)

    async with bot_of(sandbox) as bot:
        sent = await bot.send_media_group(person.id, [text, text])
        mixed = await refusal(bot.send_media_group(person.id, [text, picture]))
        many = await refusal(bot.send_media_group(person.id, [picture] * 11))

    assert len(sent) == 2
    assert sent[0].media_group_id == sent[1].media_group_id is not None
    assert sent[0].document is not None
    assert sent[0].document.file_name == "a.txt"
    assert mixed == "Document can't be mixed with other media types"
    assert many == "Too many messages to send as an album"


@in_loop
async def test_a_caption_holds_1024_units() -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)

    async with bot_of(sandbox) as bot:
        sent = await bot.send_document(person.id, b"x", caption="农" * 1024)
        words = await refusal(bot.send_document(person.id, b"x", caption="农" * 1025))
        edit = bot.edit_message_caption(person.id, sent.message_id, caption="😀" * 513)
        edited = await refusal(edit)

    assert words == edited == "Message caption is too long"


@in_loop
async def test_an_empty_or_missing_file_is_refused() -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)

    async with bot_of(sandbox) as bot:
        assert await refusal(bot.send_document(person.id, b"")) == "File must be non-empty"
    answer = await raw(sandbox, "sendDocument", {"chat_id": person.id})

    assert answer.json()["description"] == "Bad Request: there is no document in the request"


@in_loop
async def test_an_upload_over_50_mb_is_too_large() -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)

    async with bot_of(sandbox) as bot:
        content = bytes(51 * 1024 * 1024)
        assert await refusal(bot.send_document(person.id, content)) == "Request Entity Too Large"


@pytest.mark.parametrize(
    ("content", "size"),
    [(PNG, (640, 480)), (JPEG, (640, 480)), (b"GIF89a", None), (b"\xff\xd8\xff", None)],
    ids=["png", "jpeg", "other", "broken"],
)
def test_the_size_of_a_picture_is_read(content: bytes, size: tuple[int, int] | None) -> None:
    assert dimensions(content) == size
