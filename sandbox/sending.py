"""Methods that put something new into a chat."""

from typing import Any

from sandbox.chats import Chat
from sandbox.detect import clean, trimmed, with_detected
from sandbox.entities import Formatted, parse_html, utf16_length
from sandbox.errors import Json, bad_request
from sandbox.files import StoredFile, dimensions
from sandbox.markup import read_markup
from sandbox.messages import Draft, Message, text_content
from sandbox.parameters import Parameters
from sandbox.world import Sandbox

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
LARGEST_ALBUM = 10
_ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)


def send_message(sandbox: Sandbox, parameters: Parameters) -> Json:
    """Send a text."""
    content = text_content(read_text(parameters))
    if not content:
        raise bad_request("message text is empty")
    return _send(sandbox, parameters, content)


def send_document(sandbox: Sandbox, parameters: Parameters) -> Json:
    """Send a file: uploaded, or one Telegram has already."""
    return _send(sandbox, parameters, _media(sandbox, parameters, "document", "document"))


def send_photo(sandbox: Sandbox, parameters: Parameters) -> Json:
    """Send a picture."""
    return _send(sandbox, parameters, _media(sandbox, parameters, "photo", "photo"))


def send_media_group(sandbox: Sandbox, parameters: Parameters) -> list[Json]:
    """Send several files of one kind as an album."""
    media = parameters.json("media", "media")
    if not isinstance(media, list) or not media:
        raise bad_request("there are no messages to send")
    if len(media) > LARGEST_ALBUM:
        raise bad_request("too many messages to send as an album")
    kinds = {item.get("type") if isinstance(item, dict) else None for item in media}
    if not kinds <= {"document", "photo"}:
        raise bad_request("can't parse InputMedia: type must be photo or document in the sandbox")
    if len(kinds) > 1:
        raise bad_request("document can't be mixed with other media types")
    chat = target(sandbox, parameters)
    replied = _replied(chat, parameters)
    album = {"media_group_id": sandbox.next_album_id()} if len(media) > 1 else {}
    contents = [_album_item(sandbox, parameters, item) for item in media]
    sandbox.charge(chat, len(media))
    drafts = [Draft({**album, **content}, sandbox.bot, replied) for content in contents]
    return [sandbox.written_by_bot(chat, draft).as_json() for draft in drafts]


def send_chat_action(sandbox: Sandbox, parameters: Parameters) -> bool:
    """Show "typing …", which leaves no trace here."""
    target(sandbox, parameters)
    if parameters.text("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True


def target(sandbox: Sandbox, parameters: Parameters) -> Chat:
    """Return the chat to write to, or raise the refusal Telegram would give."""
    chat = known_chat(sandbox, parameters)
    chat.check_writable()
    return chat


def known_chat(sandbox: Sandbox, parameters: Parameters) -> Chat:
    """Return the chat of the call, or raise."""
    if not parameters.text("chat_id"):
        raise bad_request("chat_id is empty")
    chat = sandbox.chats.get(parameters.integer("chat_id"))
    if chat is None:
        raise bad_request("chat not found")
    return chat


def read_text(
    parameters: Parameters, name: str = "text", prefix: str = "", longest: int = LONGEST_TEXT
) -> Formatted:
    """Return a text or caption as Telegram would store it; `prefix` is "caption_" for one."""
    source = clean(parameters.text(name))
    mode = parameters.text("parse_mode").lower()
    if mode not in {"", "html", "none"}:
        raise bad_request("unsupported parse_mode")  # of the modes, this sandbox reads HTML only
    if mode == "html":
        formatted = parse_html(source)
    else:
        formatted = Formatted(source, _given_entities(parameters, f"{prefix}entities"))
    formatted = trimmed(formatted)
    if utf16_length(formatted.text) > longest:
        which = "message caption" if prefix else "message"
        raise bad_request(f"{which} is too long")
    return with_detected(formatted)


def read_caption(parameters: Parameters) -> Json:
    """Return the fields of a caption."""
    formatted = read_text(parameters, "caption", "caption_", LONGEST_CAPTION)
    return text_content(formatted, "caption")


def _given_entities(parameters: Parameters, name: str) -> list[Json]:
    entities = parameters.json(name, "entities")
    if entities is None:
        return []
    if not isinstance(entities, list) or not all(map(_is_entity, entities)):
        raise bad_request("can't parse entities: expected an Array of MessageEntity")
    return entities


def _is_entity(entity: object) -> bool:
    if not isinstance(entity, dict):
        return False
    places = (entity.get("offset"), entity.get("length"))
    return isinstance(entity.get("type"), str) and all(type(place) is int for place in places)


def _send(sandbox: Sandbox, parameters: Parameters, content: Json) -> Json:
    markup = read_markup(parameters)
    chat = target(sandbox, parameters)
    replied = _replied(chat, parameters)
    sandbox.charge(chat)
    return sandbox.written_by_bot(chat, Draft(content, sandbox.bot, replied, markup)).as_json()


def _replied(chat: Chat, parameters: Parameters) -> Message | None:
    reply = parameters.json("reply_parameters", "reply parameters")
    if reply is None:
        given = parameters  # the older parameters of the same names
        wanted = parameters.integer("reply_to_message_id")
    elif isinstance(reply, dict):
        given = Parameters(reply)
        wanted = given.integer("message_id")
    else:
        raise bad_request("object expected as reply parameters")
    if not wanted:
        return None
    message = chat.history.get(wanted)
    if message is None and not given.flag("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return message


def _media(sandbox: Sandbox, parameters: Parameters, name: str, kind: str) -> Json:
    caption = read_caption(parameters)
    return {**_stored(sandbox, parameters, name, kind), **caption}


def _album_item(sandbox: Sandbox, parameters: Parameters, item: Json) -> Json:
    own = Parameters({**item, "media": item.get("media", "")}, parameters.uploads)
    return _media(sandbox, own, "media", item["type"])


def _stored(sandbox: Sandbox, parameters: Parameters, name: str, kind: str) -> Json:
    reference = parameters.text(name)
    upload = parameters.uploads.get(reference.removeprefix("attach://") or name)
    if upload is None:
        if not reference:
            raise bad_request(f"there is no {kind} in the request")
        stored = sandbox.files.by_id.get(reference)
        if stored is None:  # this Telegram fetches nothing from the network
            raise bad_request("wrong file identifier/HTTP URL specified")
        return _content(stored, kind)
    if not upload.content:
        raise bad_request("file must be non-empty")
    if kind == "photo" and dimensions(upload.content) is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    return _content(sandbox.files.add(upload.name, upload.content, photo=kind == "photo"), kind)


def _content(stored: StoredFile, kind: str) -> Json:
    content: dict[str, Any] = {}
    content[kind] = stored.as_photo() if kind == "photo" else stored.as_document()
    return content
