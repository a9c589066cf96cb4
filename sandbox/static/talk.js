// Talks to the sandbox: requests, refusals, and one long poll for everything that happens.

export async function ask(path, body, method = body === undefined ? "GET" : "POST") {
  const options = { method, headers: {} };
  if (body instanceof FormData) {
    options.body = body;
  } else if (body !== undefined) {
    options.body = JSON.stringify(body);
    options.headers["Content-Type"] = "application/json";
  }
  const answer = await fetch(`/sandbox/${path}`, options);
  const result = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(result.error || `HTTP ${answer.status}`);
  return result;
}

// Calls `apply(news)` for every batch; `news.reset` means: load everything anew.
export async function follow(position, apply) {
  let { epoch, next } = position;
  for (;;) {
    try {
      const news = await ask(`events?epoch=${epoch}&after=${next}&wait=25`);
      await apply(news);
      ({ epoch, next } = news);
    } catch {
      await new Promise((resume) => setTimeout(resume, 1000));
    }
  }
}
