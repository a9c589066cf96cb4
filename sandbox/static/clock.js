// The sandbox's clock: shown in its own zone, whatever this browser's zone is, and moved.

import { ask } from "/static/talk.js";
import { attempt, toast } from "/static/notice.js";

const $ = (id) => document.getElementById(id);
let offset = 0;

const local = (seconds) => new Date((seconds + offset) * 1000);
const two = (number) => String(number).padStart(2, "0");

export function time(seconds) {
  return `${two(local(seconds).getUTCHours())}:${two(local(seconds).getUTCMinutes())}`;
}

export function day(seconds) {
  const date = local(seconds);
  const weekday = "日一二三四五六"[date.getUTCDay()];
  return `${date.getUTCFullYear()}年${date.getUTCMonth() + 1}月${date.getUTCDate()}日 星期${weekday}`;
}

export function showClock(clock) {
  const zone = /([+-])(\d\d):(\d\d)$/.exec(clock.now);
  offset = zone ? (zone[1] === "-" ? -1 : 1) * (zone[2] * 3600 + zone[3] * 60) : 0;
  const seconds = Date.parse(clock.now) / 1000;
  $("clock-date").textContent = day(seconds);
  $("clock-time").textContent = time(seconds);
  $("clock").dateTime = clock.now;
  $("steps").hidden = !clock.can_move;
  $("next-event").hidden = !clock.has_next;
}

async function move(path, body) {
  const buttons = $("steps").querySelectorAll("button");
  buttons.forEach((button) => { button.disabled = true; });
  document.body.classList.add("moving");
  const clock = await attempt(() => ask(path, body));
  if (clock) showClock(clock);
  if (clock?.moved === false) toast("暂无后续事件");
  document.body.classList.remove("moving");
  buttons.forEach((button) => { button.disabled = false; });
}

$("next-event").addEventListener("click", () => move("clock/next", {}));
document.querySelectorAll("[data-move]").forEach((button) => {
  button.addEventListener("click", () => move("clock/move", { [button.dataset.move]: 1 }));
});
