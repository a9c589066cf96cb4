// One row of the list of people and groups.

import { element } from "/static/message.js";

export function avatar(node, name, id) {
  node.textContent = [...name][0] ?? "？";
  node.className = `avatar hue-${Math.abs(id) % 6}`;
}

export function row({ id, name, subtitle, unread = 0, blocked = false, started = true, last = null }, current, choose) {
  const circle = element("span", { "aria-hidden": "true" });
  avatar(circle, name, id);
  const attributes = { "data-testid": "person", "data-person-id": id, "data-name": name, "aria-current": String(current) };
  return element("li", {}, element("button", { type: "button", class: "person", ...attributes, onclick: () => choose(id) },
    circle,
    element("span", { class: "who" },
      element("span", { class: "line" }, element("strong", {}, name), subtitle ? element("small", {}, subtitle) : null),
      last ? element("span", {}, (last.from_bot ? "" : "我：") + last.text.replace(/\s+/g, " ")) : null),
    mark(unread, blocked, started)));
}

function mark(unread, blocked, started) {
  if (blocked) return element("span", { class: "mark blocked", "data-testid": "blocked-mark" }, "已停用");
  if (unread) return element("span", { class: "badge", "data-testid": "unread", "aria-label": `${unread} 条未读` }, String(unread));
  return started ? null : element("span", { class: "mark" }, "未开始");
}
