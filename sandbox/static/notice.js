// Short words at the bottom of the page, and the alert a bot may answer a press with.

const $ = (id) => document.getElementById(id);
let timer = 0;

export function toast(text, bad = false) {
  $("toast").textContent = text;
  $("toast").classList.toggle("bad", bad);
  $("toast").hidden = false;
  clearTimeout(timer);
  timer = setTimeout(() => { $("toast").hidden = true; }, 4000);
}

export function alertBox(text) {
  $("toast").hidden = true;
  $("alert-text").textContent = text;
  if (!$("alert").open) $("alert").showModal();
}

// Returns what the work returns, or null after showing why it could not be done.
export async function attempt(work) {
  try { return await work(); } catch (error) { toast(error.message, true); return null; }
}
