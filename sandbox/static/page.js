// The chat page: who is chosen, what they see, and what they do.

import { day, showClock, time } from "/static/clock.js";
import { draw, element, snippet, startPayload } from "/static/message.js";
import { alertBox, attempt, toast } from "/static/notice.js";
import { avatar, row } from "/static/people.js";
import { ask, follow } from "/static/talk.js";

const $ = (id) => document.getElementById(id);
const page = { bot: "", people: new Map(), groups: new Map(), chats: new Map(), current: null, quoted: null, editing: null, lastDay: "", pinned: true, waiting: new Map() };

// ---- the list of people

const isGroup = (id) => page.groups.has(id);
const speaker = () => (isGroup(page.current) ? Number($("speaker").value) : page.current);


function showPeople() {
  const draw = (entry) => row(entry, entry.id === page.current, choose);
  const rows = [...page.people.values()].map(draw);
  const groups = [...page.groups.values()].map((group) => draw({ id: group.id, name: group.title, subtitle: `群组 · ${group.members.length} 人` }));
  if (groups.length) rows.push(element("li", {}, element("h2", {}, "群组")), ...groups);
  $("people").replaceChildren(...rows);
  const others = [...page.people.values()].reduce((sum, person) => sum + (person.id === page.current ? 0 : person.unread), 0);
  $("others-unread").textContent = others;
  $("others-unread").hidden = !others;
}

async function choose(id) {
  page.current = id;
  page.quoted = page.editing = null;
  document.body.classList.remove("choosing");
  $("switcher").setAttribute("aria-expanded", "false");
  try { sessionStorage.setItem("chosen", id); } catch { /* private mode */ }
  if (!page.chats.has(id)) {
    const loaded = await attempt(() => ask(`chats/${id}/messages`));
    const chat = page.chats.get(id) ?? new Map();
    for (const message of loaded ?? []) keep(chat, message);
    page.chats.set(id, chat);
  }
  if (page.current !== id) return;
  showChat();
  markRead();
}

function markRead() {
  const person = page.people.get(page.current);
  if (!person || document.hidden) return;
  person.unread = 0;
  showPeople();
  ask(`people/${person.id}/read`, {}).catch(() => {});
}

// ---- the chat

function keep(chat, message) {
  const known = chat.get(message.message_id);
  if (!known || message.edits >= known.edits) chat.set(message.message_id, message);
}

function drawn(message) {
  const group = isGroup(page.current);
  const mine = group ? !message.from.is_bot && message.from.id === speaker() : !message.from.is_bot;
  return draw(message, { bot: page.bot, act, time, mine, group });
}

function showChat() {
  showHead();
  showPeople();
  $("messages").replaceChildren();
  page.lastDay = "";
  const messages = shownMessages();
  messages.forEach(append);
  if (!messages.length) $("messages").append(element("li", { class: "empty" }, "还没有消息"));
  showReplyKeyboard();
  showQuote();
  toBottom();
}

function shownMessages() {
  const all = [...(page.chats.get(page.current)?.values() ?? [])];
  return all.filter((message) => !message.deleted).sort((a, b) => a.message_id - b.message_id);
}

function append(message) {
  $("messages").querySelector(".empty")?.remove();
  if (day(message.date) !== page.lastDay) {
    page.lastDay = day(message.date);
    $("messages").append(element("li", { class: "day" }, page.lastDay));
  }
  $("messages").append(drawn(message));
}

function toBottom() {
  page.pinned = true;
  $("messages").scrollTop = $("messages").scrollHeight;
}

function showHead() {
  const person = page.people.get(page.current);
  const group = page.groups.get(page.current);
  const name = person?.name ?? group?.title ?? "";
  $("chat-name").textContent = name;
  $("chat-subtitle").textContent = person ? person.subtitle || (person.username ? `@${person.username}` : "") : `群组 · ${group?.members.length ?? 0} 人`;
  avatar($("chat-avatar"), name, page.current);
  document.title = `${name} · ${page.botName}`;
  const idle = person && (person.blocked || person.deactivated || !person.started);
  $("composer").hidden = Boolean(idle);
  $("instead").hidden = !idle;
  $("start").hidden = !person || person.started || person.blocked || person.deactivated;
  $("unblock").hidden = !person?.blocked || person.deactivated;
  $("gone").hidden = !person?.deactivated;
  $("invite").hidden = !person;
  $("block").hidden = !person || person.blocked || !person.started;
  $("speaker").hidden = !group;
  if (group) {
    const chosen = $("speaker").value;
    $("speaker").replaceChildren(...group.members.map((id) => element("option", { value: id, selected: String(id) === chosen }, page.people.get(id)?.name ?? String(id))));
  }
}

function showReplyKeyboard() {
  const last = shownMessages().findLast((message) => message.from.is_bot && message.keyboard);
  const rows = last?.keyboard?.keyboard ?? [];
  $("reply-keyboard").hidden = !rows.length || isGroup(page.current);
  $("reply-keyboard").replaceChildren(...rows.map((buttons) => element("div", { class: "row" }, ...buttons.map((button) => {
    const label = typeof button === "string" ? button : button.text;
    return element("button", { type: "button", "data-testid": "reply-button", onclick: () => act.say(label) }, label);
  }))));
}

function showQuote() {
  const message = page.editing ?? page.quoted;
  $("quote-bar").hidden = !message;
  if (!message) return;
  $("quote-title").textContent = page.editing ? "编辑" : "回复";
  $("quote-text").textContent = snippet(message);
  $("quote-edit").hidden = Boolean(page.editing) || message.from.id !== speaker() || message.text === undefined;
}

// ---- what the chosen person does

const inChat = () => (isGroup(page.current) ? { chat_id: page.current } : {});
const act = {
  start: (payload) => attempt(() => ask(`people/${speaker()}/start`, { payload })),
  say: (text) => attempt(() => ask(`people/${speaker()}/say`, { text, ...inChat() })),
  quote(message) { page.quoted = message; page.editing = null; showQuote(); $("text").focus(); },
  jump(id) {
    const node = document.getElementById(`m${id}`);
    node?.scrollIntoView({ block: "center", behavior: "smooth" });
    node?.classList.add("flash");
    setTimeout(() => node?.classList.remove("flash"), 1200);
  },
  async press(message, button, node) {
    node.classList.add("waiting");
    setTimeout(() => node.classList.remove("waiting"), 10000);
    const query = await attempt(() => ask(`people/${speaker()}/press`, { message_id: message.message_id, button: button.callback_data, ...inChat() }));
    if (query) page.waiting.set(query.id, node); else node.classList.remove("waiting");
  },
};

function stopQuoting() { page.quoted = page.editing = null; showQuote(); }

async function send() {
  const text = $("text").value.trim();
  if (!text) return;
  const { quoted, editing } = page;
  $("text").value = "";
  fitText();
  stopQuoting();
  const sent = await attempt(() => (editing
    ? ask(`people/${speaker()}/edit`, { message_id: editing.message_id, text, ...inChat() })
    : ask(`people/${speaker()}/say`, { text, reply_to: quoted?.message_id ?? null, ...inChat() })));
  if (!sent) $("text").value = text;
}

async function sendFiles() {
  const files = [...$("file").files];
  $("file").value = "";
  if (!files.length) return;
  const form = new FormData();
  files.forEach((file) => form.append("file", file));
  form.append("caption", $("text").value.trim());
  if (page.quoted) form.append("reply_to", page.quoted.message_id);
  if (isGroup(page.current)) form.append("chat_id", page.current);
  const pictures = files.every((file) => /^image\/(png|jpeg)$/.test(file.type));
  if (await attempt(() => ask(`people/${speaker()}/${pictures ? "photo" : "file"}`, form))) {
    $("text").value = "";
    fitText();
    stopQuoting();
  }
}

function fitText() {
  $("text").rows = Math.min(6, Math.max(1, $("text").value.split("\n").length));
}

function openInvite(event) {
  event.preventDefault();
  const typed = $("invite-input").value.trim();
  const payload = startPayload(typed, page.bot) ?? (/^[A-Za-z0-9_-]{0,64}$/.test(typed) ? typed : null);
  if (payload === null) { toast("这不是本机器人的邀请链接", true); return; }
  $("invite-input").value = "";
  act.start(payload);
}

// ---- news

async function apply(news) {
  if (news.reset) { await load(); return; }
  showClock(news.clock);
  for (const event of news.events) {
    if (event.kind === "answer") answered(event);
    else if (event.kind === "group") await refreshGroups();
    else if (event.person) page.people.set(event.person.id, event.person);
    else if (event.message) written(event);
  }
  if (news.events.some((event) => event.person)) { if (page.current) showHead(); else await chooseFirst(); }
  showPeople();
}

function written({ kind, chat_id: id, message }) {
  const chat = page.chats.get(id);
  const isNew = chat ? !chat.has(message.message_id) : kind === "message";
  if (chat) keep(chat, message);
  const person = page.people.get(id);
  if (person && kind === "message" && isNew) {
    person.last = { text: snippet(message), date: message.date, from_bot: message.from.is_bot };
    if (message.from.is_bot && (id !== page.current || document.hidden)) person.unread += 1;
  }
  if (id !== page.current) return;
  const shown = document.getElementById(`m${message.message_id}`);
  if (shown && !message.deleted) shown.replaceWith(drawn(chat.get(message.message_id)));
  else if (shown) shown.remove();
  else if (isNew && !message.deleted) append(message);
  showReplyKeyboard();
  if (page.pinned || (isNew && !message.from.is_bot)) toBottom();
  if (isNew && message.from.is_bot) markRead();
}

function answered({ chat_id: id, query }) {
  page.waiting.get(query.id)?.classList.remove("waiting");
  page.waiting.delete(query.id);
  if (id !== speaker() || !query.text) return;
  if (query.show_alert) alertBox(query.text); else toast(query.text);
}

async function refreshGroups() {
  const state = await ask("state");
  page.groups = new Map(state.groups.map((group) => [group.id, group]));
}

async function load() {
  const state = await ask("state");
  page.bot = state.bot.username;
  page.botName = state.bot.first_name;
  $("bot-name").textContent = `${state.bot.first_name} · 模拟聊天`;
  page.people = new Map(state.people.map((person) => [person.id, person]));
  page.groups = new Map(state.groups.map((group) => [group.id, group]));
  page.chats.clear();
  showClock(state.clock);
  await chooseFirst();
  return state;
}

async function chooseFirst() {
  let wanted = page.current;
  try { wanted ??= Number(sessionStorage.getItem("chosen")); } catch { /* private mode */ }
  const known = page.people.has(wanted) || page.groups.has(wanted);
  const first = known ? wanted : page.people.keys().next().value;
  if (first !== undefined) await choose(first); else showPeople();
}

// ---- wiring

$("composer").addEventListener("submit", (event) => { event.preventDefault(); send(); });
$("text").addEventListener("input", fitText);
$("text").addEventListener("keydown", (event) => {
  // A return that ends the choice of a Chinese character must not send.
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); send(); }
  if (event.key === "Escape") stopQuoting();
});
$("messages").addEventListener("scroll", () => { const list = $("messages"); page.pinned = list.scrollHeight - list.scrollTop - list.clientHeight < 60; });
// A picture grows when it has loaded; someone reading the newest message should stay there.
$("messages").addEventListener("load", () => { if (page.pinned) toBottom(); }, true);
$("file").addEventListener("change", sendFiles);
$("invite").addEventListener("submit", openInvite);
$("start").addEventListener("click", () => act.start(""));
$("block").addEventListener("click", () => attempt(() => ask(`people/${page.current}/block`, {})));
$("unblock").addEventListener("click", () => attempt(() => ask(`people/${page.current}/unblock`, {})));
$("quote-cancel").addEventListener("click", stopQuoting);
$("quote-edit").addEventListener("click", () => { page.editing = page.quoted; page.quoted = null; $("text").value = page.editing.text; fitText(); showQuote(); $("text").focus(); });
$("speaker").addEventListener("change", showChat);
$("switcher").addEventListener("click", () => { const open = document.body.classList.toggle("choosing"); $("switcher").setAttribute("aria-expanded", String(open)); });
document.addEventListener("visibilitychange", markRead);

for (;;) {
  try { await follow(await load(), apply); } catch { await new Promise((resume) => setTimeout(resume, 1000)); }
}
