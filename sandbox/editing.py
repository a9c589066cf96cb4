"""Methods that change or remove a message, and the answer to a button."""

from sandbox.chats import Chat, PrivateChat
from sandbox.errors import Json, bad_request
from sandbox.feed import Event
from sandbox.markup import read_markup
from sandbox.messages import Message, text_content
from sandbox.parameters import Parameters
from sandbox.sending import known_chat, read_caption, read_text, target
from sandbox.world import Sandbox

DELETABLE_SECONDS = 48 * 3600
LONGEST_ANSWER = 200
_CAPTION = ("caption", "caption_entities")
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)


def edit_message_text(sandbox: Sandbox, parameters: Parameters) -> Json:
    """Change the text; without reply_markup the keyboard goes."""
    content = text_content(read_text(parameters))
    if not content:
        raise bad_request("message text is empty")
    message = _editable(sandbox, parameters)
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    return _edit(sandbox, parameters, message, content)


def edit_message_caption(sandbox: Sandbox, parameters: Parameters) -> Json:
    """Change the caption of a file or photo."""
    caption = read_caption(parameters)
    message = _editable(sandbox, parameters)
    if "text" in message.content:
        raise bad_request("there is no caption in the message to edit")
    kept = {key: value for key, value in message.content.items() if key not in _CAPTION}
    return _edit(sandbox, parameters, message, {**kept, **caption})


def edit_message_reply_markup(sandbox: Sandbox, parameters: Parameters) -> Json:
    """Change the keyboard alone."""
    message = _editable(sandbox, parameters)
    return _edit(sandbox, parameters, message, message.content)


def delete_message(sandbox: Sandbox, parameters: Parameters) -> bool:
    """Delete a message of the bot's, or any in a private chat, for two days."""
    chat = known_chat(sandbox, parameters)
    message = chat.history.get(parameters.integer("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    mine = message.from_bot or isinstance(chat, PrivateChat)
    if not mine or sandbox.seconds() - message.date > DELETABLE_SECONDS:
        raise bad_request("message can't be deleted for everyone")
    message.deleted = True
    sandbox.feed.add(Event("delete", chat.id, message))
    return True


def answer_callback_query(sandbox: Sandbox, parameters: Parameters) -> bool:
    """Answer a press: a toast, an alert or nothing; once, and not too late."""
    query = sandbox.queries.get(parameters.text("callback_query_id"))
    if (
        query is None
        or query.answered
        or sandbox.monotonic() - query.pressed_at >= sandbox.query_seconds
    ):
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if len(parameters.text("text")) > LONGEST_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    query.answered = True
    query.text = parameters.text("text")
    query.show_alert = parameters.flag("show_alert")
    query.url = parameters.text("url")
    sandbox.feed.add(Event("answer", query.person_id, query))
    return True


def _editable(sandbox: Sandbox, parameters: Parameters) -> Message:
    chat: Chat = target(sandbox, parameters)
    wanted = parameters.integer("message_id")
    if not wanted:
        raise bad_request("message identifier is not specified")
    message = chat.history.get(wanted)
    if message is None:
        raise bad_request("message to edit not found")
    if not message.from_bot:
        raise bad_request("message can't be edited")
    return message


def _edit(sandbox: Sandbox, parameters: Parameters, message: Message, content: Json) -> Json:
    markup = read_markup(parameters, inline_only=True)
    if content == message.content and markup == message.markup:
        raise bad_request(_NOT_MODIFIED)
    if message.markup is not None and "inline_keyboard" not in message.markup:
        # Telegram lets nobody edit a message that carries a keyboard for the text box.
        raise bad_request("message can't be edited")
    sandbox.charge(message.chat)
    message.content, message.markup = content, markup
    message.edit_date = sandbox.seconds()
    message.edits += 1
    sandbox.feed.add(Event("edit", message.chat.id, message))
    return message.as_json()
