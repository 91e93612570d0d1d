"""The Bot API's methods, as far as the bot uses them: https://core.telegram.org/bots/api."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from typing import Any

from tests.botapi.formatting import FormattingError, parse_html, utf16
from tests.botapi.world import Json, World

TEXT_LIMIT = 4096  # "1-4096 characters after entities parsing", in UTF-16 units
ENTITY_LIMIT = 100
DOWNLOAD_LIMIT = 20_000_000  # bytes
# https://core.telegram.org/bots/api#chatmemberadministrator
ADMIN_RIGHTS = (
    "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats "
    "can_restrict_members can_promote_members can_change_info can_invite_users can_post_stories "
    "can_edit_stories can_delete_stories"
).split()
QUERY_TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)
CHAT_ACTIONS = {
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
}


class Refused(Exception):
    """An answer with `ok: false`: the error code, description and response parameters."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


def get_me(world: World, params: Json) -> Json:
    """https://core.telegram.org/bots/api#getme."""
    return world.me


def get_updates(world: World, params: Json) -> list[Json]:
    """https://core.telegram.org/bots/api#getupdates.

    An update is confirmed once getUpdates is called with a higher offset; a negative offset counts
    from the end and forgets the rest.
    """
    if world.webhook:
        raise Refused(
            409,
            "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to "
            "delete the webhook first",
        )
    offset, limit = int(params.get("offset") or 0), int(params.get("limit") or 100)
    deadline = time.monotonic() + min(float(params.get("timeout") or 0), 50.0)
    if "allowed_updates" in params:
        world.allowed = list(params["allowed_updates"])
    while offset < 0 and len(world.pending) > -offset:
        world.pending.popleft()
    while world.pending and world.pending[0]["update_id"] < offset:
        world.pending.popleft()
    world.poller += 1
    mine = world.poller
    world.changed.notify_all()
    while not world.pending and not world.closing and time.monotonic() < deadline:
        world.changed.wait(deadline - time.monotonic())
        if world.poller != mine:
            raise Refused(
                409,
                "Conflict: terminated by other getUpdates request; make sure that only one bot "
                "instance is running",
            )
    return list(world.pending)[: max(1, min(limit, 100))]


def set_webhook(world: World, params: Json) -> bool:
    """https://core.telegram.org/bots/api#setwebhook."""
    url = params.get("url", "")
    if url and not url.startswith("https://"):
        raise Refused(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
    secret = params.get("secret_token", "")
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise Refused(400, "Bad Request: secret token contains unallowed characters")
    if "allowed_updates" in params:
        world.allowed = list(params["allowed_updates"])
    world.webhook = {"url": url, "secret_token": secret} if url else {}
    return True


def delete_webhook(world: World, params: Json) -> bool:
    """https://core.telegram.org/bots/api#deletewebhook."""
    world.webhook = {}
    if params.get("drop_pending_updates"):
        world.pending.clear()
    return True


def send_message(world: World, params: Json) -> Json:
    """https://core.telegram.org/bots/api#sendmessage."""
    chat = _writable_chat(world, params)
    content = _formatted(params)
    if thread := params.get("message_thread_id"):
        if not chat.get("is_forum"):
            raise Refused(400, "Bad Request: message thread not found")
        content |= {"message_thread_id": int(thread), "is_topic_message": True}
    reply = params.get("reply_parameters")
    if reply is not None:
        replied = world.messages.get((chat["id"], int(reply["message_id"])))
        if replied is not None:
            content["reply_to_message"] = {
                key: value for key, value in replied.items() if key != "reply_to_message"
            }
        elif not reply.get("allow_sending_without_reply"):
            raise Refused(400, "Bad Request: message to be replied not found")
    content["link_preview_options"] = params.get("link_preview_options")
    content["reply_markup"] = _keyboard(params)
    wait = world.flood.retry_after(chat["id"], time.monotonic())
    if wait:
        raise Refused(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
    message = world.new_message(chat, content, world.me)
    world.sent.append(message)
    return message


def edit_message_text(world: World, params: Json) -> Json | bool:
    """https://core.telegram.org/bots/api#editmessagetext."""
    message = _own_message(world, params)
    content = {**_formatted(params), "reply_markup": _keyboard(params)}
    if all((message.get(key) or None) == (value or None) for key, value in content.items()):
        raise Refused(400, NOT_MODIFIED)
    for key, value in content.items():
        message.pop(key, None)
        if value:
            message[key] = value
    return _edited(message, params)


def edit_message_reply_markup(world: World, params: Json) -> Json | bool:
    """https://core.telegram.org/bots/api#editmessagereplymarkup."""
    message = _own_message(world, params)
    keyboard = _keyboard(params)
    if message.get("reply_markup") == keyboard:
        raise Refused(400, NOT_MODIFIED)
    message["reply_markup"] = keyboard
    return _edited(message, params)


def _own_message(world: World, params: Json) -> Json:
    """The message to edit: by chat and number, or by the id of an inline message."""
    if "inline_message_id" in params:
        message = world.inline_messages.get(str(params["inline_message_id"]))
        if message is None:
            raise Refused(400, "Bad Request: MESSAGE_ID_INVALID")
        return message
    chat = _writable_chat(world, params)
    message = world.messages.get((chat["id"], int(params.get("message_id") or 0)))
    if message is None:
        raise Refused(400, "Bad Request: message to edit not found")
    if message.get("from", {}).get("id") != world.me["id"]:
        raise Refused(400, "Bad Request: message can't be edited")
    return message


def _edited(message: Json, params: Json) -> Json | bool:
    """ "If the edited message is not an inline message, the edited Message is returned"."""
    message["edit_date"] = int(time.time())
    return True if "inline_message_id" in params else message


def send_chat_action(world: World, params: Json) -> bool:
    """https://core.telegram.org/bots/api#sendchataction."""
    _writable_chat(world, params)
    if params.get("action") not in CHAT_ACTIONS:
        raise Refused(400, "Bad Request: wrong parameter action in request")
    return True


def send_message_draft(world: World, params: Json) -> bool:
    """https://core.telegram.org/bots/api#sendmessagedraft: private chats, an id other than 0.

    Text of 0-4096 characters after entities parsing; empty, it says that the bot is thinking.
    """
    chat = _writable_chat(world, params)
    if chat["type"] != "private":
        raise Refused(400, "Bad Request: method is available only in private chats")
    if not int(params.get("draft_id") or 0):
        raise Refused(400, "Bad Request: DRAFT_ID_INVALID")
    text = _formatted(params)["text"] if params.get("text") else ""
    world.drafts.append({"chat": chat, "draft_id": int(params["draft_id"]), "text": text})
    return True


def set_my_commands(world: World, params: Json) -> bool:
    """https://core.telegram.org/bots/api#setmycommands.

    Names have 1-32 characters of a-z, 0-9 and _, descriptions 1-256; at most 100 commands.
    """
    commands = params.get("commands") or []
    if len(commands) > 100:
        raise Refused(400, "Bad Request: BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
            raise Refused(400, "Bad Request: BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise Refused(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
    scope = params.get("scope") or {"type": "default"}
    if "chat_id" in scope and int(scope["chat_id"]) not in world.chats:
        raise Refused(400, "Bad Request: chat not found")
    kind = "" if scope["type"] == "default" else f"{scope['type']}:"
    world.commands[kind + params.get("language_code", "")] = commands
    return True


def answer_callback_query(world: World, params: Json) -> bool:
    """https://core.telegram.org/bots/api#answercallbackquery: text of 0-200 characters."""
    query = str(params.get("callback_query_id"))
    if query not in world.open_callbacks:
        raise Refused(400, QUERY_TOO_OLD)
    if len(params.get("text", "")) > 200:
        raise Refused(400, "Bad Request: MESSAGE_TOO_LONG")
    world.open_callbacks.discard(query)
    world.callback_answers[query] = params
    return True


def answer_inline_query(world: World, params: Json) -> bool:
    """https://core.telegram.org/bots/api#answerinlinequery: no more than 50 results per query."""
    query = str(params.get("inline_query_id"))
    if query not in world.open_inline:
        raise Refused(400, QUERY_TOO_OLD)
    results = params.get("results") or []
    if len(results) > 50:
        raise Refused(400, "Bad Request: RESULTS_TOO_MUCH")
    if len({each["id"] for each in results}) < len(results):
        raise Refused(400, "Bad Request: RESULT_ID_DUPLICATE")
    button = params.get("button") or {"start_parameter": "x", "text": "x"}
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", button["start_parameter"]) or not button["text"]:
        raise Refused(400, "Bad Request: START_PARAM_INVALID")
    world.open_inline.discard(query)
    messages = [{**each, "message": _article_result(each)} for each in results]
    world.inline_answers[query] = {**params, "results": messages}
    return True


def answer_guest_query(world: World, params: Json) -> Json:
    """https://core.telegram.org/bots/api#answerguestquery."""
    query = str(params.get("guest_query_id"))
    if query not in world.open_guests:
        raise Refused(400, QUERY_TOO_OLD)
    world.open_guests.discard(query)
    sent = {**_article_result(params["result"]), "inline_message_id": f"guest-{query}"}
    world.guest_answers[query] = world.inline_messages[sent["inline_message_id"]] = sent
    return {"inline_message_id": sent["inline_message_id"]}


def _article_result(result: Json) -> Json:
    """https://core.telegram.org/bots/api#inlinequeryresultarticle; gives what it would send."""
    if not 1 <= len(result["id"].encode()) <= 64:
        raise Refused(400, "Bad Request: RESULT_ID_INVALID")
    if result["type"] != "article" or not result["title"].strip():
        raise Refused(400, "Bad Request: ARTICLE_TITLE_EMPTY")
    content = result["input_message_content"]
    sent = _formatted({**content, "text": content["message_text"]})
    return {**sent, "reply_markup": _keyboard(result)}


def get_chat_member(world: World, params: Json) -> Json:
    """https://core.telegram.org/bots/api#getchatmember; only the status is told."""
    chat = _writable_chat(world, params)
    person = int(params["user_id"])
    user = {"id": person, "is_bot": False, "first_name": "Reader"}
    if person in world.admins.get(chat["id"], set()):
        rights = dict.fromkeys(ADMIN_RIGHTS, False)
        return {"status": "administrator", "user": user, **rights}
    return {"status": "member", "user": user}


def get_file(world: World, params: Json) -> Json:
    """https://core.telegram.org/bots/api#getfile: files of up to 20 MB, to be had by their path."""
    found = str(params.get("file_id"))
    if found not in world.files:
        raise Refused(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
    if len(world.files[found]) > DOWNLOAD_LIMIT:
        raise Refused(400, "Bad Request: file is too big")
    return {"file_id": found, "file_unique_id": found, "file_path": f"documents/{found}"}


METHODS: dict[str, Callable[[World, Json], object]] = {
    "getme": get_me,
    "getupdates": get_updates,
    "setwebhook": set_webhook,
    "deletewebhook": delete_webhook,
    "sendmessage": send_message,
    "editmessagetext": edit_message_text,
    "editmessagereplymarkup": edit_message_reply_markup,
    "sendchataction": send_chat_action,
    "sendmessagedraft": send_message_draft,
    "setmycommands": set_my_commands,
    "answercallbackquery": answer_callback_query,
    "getfile": get_file,
    "getchatmember": get_chat_member,
    "answerinlinequery": answer_inline_query,
    "answerguestquery": answer_guest_query,
}


def perform(world: World, method: str, params: Json) -> object:
    """The result of `method` (in any case of letters).

    Errors: Refused as Telegram refuses.
    """
    known = METHODS.get(method.lower())
    if known is None:
        raise Refused(404, "Not Found")
    return known(world, params)


def _writable_chat(world: World, params: Json) -> Json:
    if params.get("chat_id") in (None, ""):
        raise Refused(400, "Bad Request: chat_id is empty")
    chat_id = int(params["chat_id"])
    if chat_id in world.migrated:
        raise Refused(
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            migrate_to_chat_id=world.migrated[chat_id],
        )
    chat = world.chats.get(chat_id)
    if chat is None:
        raise Refused(400, "Bad Request: chat not found")
    if chat_id in world.closed:
        raise Refused(403, f"Forbidden: {world.closed[chat_id]}")
    return chat


def _formatted(params: Json) -> Json:
    """Text and entities as stored: parsed, without control characters, trimmed, within limits."""
    text = str(params.get("text", ""))
    entities: list[Json] = []
    mode = str(params.get("parse_mode", "")).lower()
    if mode == "html":
        try:
            text, entities = parse_html(text)
        except FormattingError as error:
            raise Refused(400, f"Bad Request: can't parse entities: {error}") from None
    elif mode:
        raise Refused(400, "Bad Request: unsupported parse_mode")
    if not re.sub(r"[\s\u200b-\u200f\u2060\ufeff\u00ad]", "", text):
        raise Refused(400, "Bad Request: message text is empty")
    start = utf16(text) - utf16(text.lstrip())
    text = text.strip()
    if utf16(text) > TEXT_LIMIT:
        raise Refused(400, "Bad Request: message is too long")
    kept = [
        {**each, "offset": max(0, each["offset"] - start)}
        for each in entities
        if each["offset"] + each["length"] > start
    ]
    return {"text": text, "entities": kept[:ENTITY_LIMIT]}


def _keyboard(params: Json) -> Json | None:
    """https://core.telegram.org/bots/api#inlinekeyboardbutton: callback_data of 1-64 bytes."""
    markup: Json | None = params.get("reply_markup")
    for button in (button for row in (markup or {}).get("inline_keyboard", []) for button in row):
        if not button.get("text"):
            raise Refused(
                400, "Bad Request: can't parse inline keyboard button: Text must be non-empty"
            )
        if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= 64:
            raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
    return markup


def parameters(raw: dict[str, str]) -> Json:
    """Form fields with their JSON-serialised objects read, as the Bot API takes them."""
    serialised = {
        "allowed_updates",
        "reply_parameters",
        "link_preview_options",
        "reply_markup",
        "commands",
        "scope",
        "results",
        "result",
        "button",
        "entities",
    }
    flags = {"true": True, "false": False}
    params: Json = {}
    for name, value in raw.items():
        if name in serialised:
            try:
                params[name] = json.loads(value)
            except ValueError:
                raise Refused(400, f"Bad Request: can't parse {name} JSON object") from None
        else:
            params[name] = flags.get(value.lower(), value) if name != "text" else value
    return params
