// What the page asks of the server, again and again where it cannot be reached.

import { broken, root } from "./dom.js";

const PREFIX = `${root}/workshop/api`;
const wait = (seconds) => new Promise((done) => setTimeout(done, 1000 * seconds));

/** An answer that says no: status, code and words for the screen. */
export class Refused extends Error {
  constructor(status, { code, error, suggestion } = {}) {
    super(error || `${status}`);
    Object.assign(this, { status, code, suggestion });
  }
}

/** Who asks: a token is kept under a name in this browser, where it lets us. */
export const memory = {
  get(name) { try { return JSON.parse(localStorage.getItem(`workshop:${name}`)); } catch (error) { return null; } },
  set(name, value) { try { localStorage.setItem(`workshop:${name}`, JSON.stringify(value)); } catch (error) { /* it is not kept */ } },
  forget(name) { try { localStorage.removeItem(`workshop:${name}`); } catch (error) { /* there was none */ } },
};

async function once(method, path, content, token) {
  const headers = token ? { authorization: `Bearer ${token}` } : {};
  if (content !== undefined) headers["content-type"] = "application/json";
  const body = content === undefined ? undefined : JSON.stringify(content);
  const answer = await fetch(PREFIX + path, { method, headers, body, credentials: "same-origin" });
  if (answer.status === 204) return null;
  const found = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(answer.status, found);
  return found;
}

/** Ask, and ask again while the server is away or busy: what is sent may be sent twice. */
export async function ask(method, path, content, token) {
  for (let pause = 0.4; ; pause = Math.min(4, 1.6 * pause)) {
    try {
      const found = await once(method, path, content, token);
      broken(false);
      return found;
    } catch (error) {
      const away = !(error instanceof Refused), busy = error.status === 429 || error.status >= 500;
      if (!away && !busy) { broken(false); throw error; }
      if (away) broken(true);
      await wait(pause);
    }
  }
}

/** Follow a view: each new one is handed on; ends with the refusal that says that it is not ours. */
export async function follow(path, token, show) {
  for (let version; ;) {
    const since = version === undefined ? "" : `?since=${encodeURIComponent(version)}`;
    const view = await ask("GET", path + since, undefined, token);
    if (view) {
      version = view.version;
      show(view);
    }
  }
}
