// Draws one message. Everything people or the bot wrote becomes text nodes, never markup.

const TAGS = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote", spoiler: "span",
};

export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== null && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

// The payload of a deep link to this bot, or null for any other address.
export function startPayload(address, bot) {
  const found = /^(?:https?:\/\/)?t(?:elegram)?\.me\/([A-Za-z0-9_]+)\/?\?start=([A-Za-z0-9_-]{1,64})$/.exec(address.trim());
  return found && found[1].toLowerCase() === bot.toLowerCase() ? found[2] : null;
}

function link(address, bot, act, attributes = {}) {
  const payload = startPayload(address, bot);
  if (payload !== null) {
    return element("a", { href: address, "data-testid": "start-link", onclick: (event) => { event.preventDefault(); event.stopPropagation(); act.start(payload); }, ...attributes });
  }
  const safe = /^(https?|tg|mailto):/i.test(address);
  return element("a", { href: safe ? address : null, target: "_blank", rel: "noopener noreferrer", onclick: (event) => event.stopPropagation(), ...attributes });
}

function entityNode(entity, text, bot, act) {
  if (entity.type === "text_link") return link(entity.url, bot, act);
  if (entity.type === "url") return link(text, bot, act);
  if (entity.type === "bot_command") {
    return element("a", { href: "#", onclick: (event) => { event.preventDefault(); event.stopPropagation(); act.say(text); } });
  }
  return element(TAGS[entity.type] || "span", entity.type === "spoiler" ? { class: "spoiler", tabindex: "0" } : {});
}

// Offsets count UTF-16 units, as JavaScript's strings do.
export function fill(node, text, entities, bot, act, begin = 0, end = text.length) {
  const queue = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  let at = begin;
  while (queue.length) {
    const entity = queue.shift();
    const stop = Math.min(entity.offset + entity.length, end);
    if (entity.offset < at || stop <= entity.offset) continue;
    node.append(text.slice(at, entity.offset));
    const inside = [];
    while (queue.length && queue[0].offset < stop) inside.push(queue.shift());
    const child = entityNode(entity, text.slice(entity.offset, stop), bot, act);
    fill(child, text, inside, bot, act, entity.offset, stop);
    node.append(child);
    at = stop;
  }
  node.append(text.slice(at, end));
}

export function snippet(message) {
  const text = message.text || message.caption || (message.document ? `[文件] ${message.document.file_name}` : message.photo ? "[图片]" : "");
  return text.replace(/\s+/g, " ").slice(0, 90);
}

function size(bytes) {
  return bytes < 1024 ? `${bytes} B` : bytes < 1048576 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
}

function media(message) {
  if (message.photo) {
    const { file_id, width, height } = message.photo.at(-1);
    const address = `/sandbox/files/${file_id}`;
    return element("a", { href: address, target: "_blank", onclick: (event) => event.stopPropagation() }, element("img", { class: "photo", src: address, alt: "图片", width, height }));
  }
  if (!message.document) return null;
  const { file_id, file_name, file_size } = message.document;
  const ending = file_name.includes(".") ? file_name.split(".").pop().slice(0, 4) : "文件";
  return element("a", { class: "document", href: `/sandbox/files/${file_id}`, download: file_name, "data-testid": "document", onclick: (event) => event.stopPropagation() },
    element("span", { class: "icon", "aria-hidden": "true" }, ending),
    element("span", {}, file_name, element("small", {}, size(file_size))));
}

function keyboard(message, bot, act) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows) return null;
  const draw = (button) => {
    const attributes = { "data-testid": "button", "data-label": button.text };
    if (button.url) {
      const node = link(button.url, bot, act, attributes);
      node.append(button.text);
      return node;
    }
    return element("button", { type: "button", ...attributes, "data-data": button.callback_data, onclick: (event) => act.press(message, button, event.currentTarget) }, button.text);
  };
  return element("div", { class: "keyboard" }, ...rows.map((row) => element("div", { class: "row" }, ...row.map(draw))));
}

function service(message) {
  if (message.new_chat_members) return `${message.new_chat_members.map((user) => user.first_name).join("、")} 加入了群组`;
  if (message.migrate_to_chat_id) return "群组已升级为超级群组";
  if (message.migrate_from_chat_id) return "超级群组由普通群组升级而来";
  return null;
}

export function draw(message, { bot, act, time, mine, group }) {
  const words = service(message);
  const attributes = { "data-testid": "message", "data-message-id": message.message_id, "data-from": message.from.is_bot ? "bot" : "person", id: `m${message.message_id}` };
  if (words) return element("li", { class: "service", ...attributes }, words);
  const body = element("div", { class: "body", "data-testid": "message-text" });
  fill(body, message.text ?? message.caption ?? "", message.entities ?? message.caption_entities ?? [], bot, act);
  const replied = message.reply_to_message;
  const bubble = element("div", { class: "bubble", onclick: () => { if (!String(getSelection())) act.quote(message); } },
    group && !mine ? element("div", { class: "sender" }, message.from.first_name) : null,
    replied ? element("button", { type: "button", class: "replied", onclick: (event) => { event.stopPropagation(); act.jump(replied.message_id); } }, snippet(replied)) : null,
    media(message),
    body.textContent ? body : null,
    element("span", { class: "meta" }, `${message.edit_date ? "已编辑 " : ""}${time(message.date)}`));
  return element("li", { class: mine ? "message mine" : "message", ...attributes }, bubble, keyboard(message, bot, act));
}
