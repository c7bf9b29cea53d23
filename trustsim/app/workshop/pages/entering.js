// Coming in: alone, by a code, or as who they were before.

import { ask, follow, memory, Refused } from "./api.js";
import { button, focusOn, h, head, say, screen } from "./dom.js";
import { participant } from "./participant.js";

/** The lesson alone: a room of one. */
export async function learn() {
  head(say("learn"));
  const lesson = new URLSearchParams(location.search).get("lesson") || undefined;
  const place = `learn:${lesson || ""}`;
  let mine = memory.get(place);
  for (;;) {
    if (!mine) {
      try {
        mine = await ask("POST", "/learn", lesson ? { lesson } : {});
      } catch (error) {
        return screen(h("section", { class: "card" }, h("h1", {}, say("learn")), h("p", { class: "wrong", role: "alert" }, error.message)));
      }
      memory.set(place, mine);
    }
    await stay(mine);
    memory.forget(place);
    mine = null;
  }
}

/** A room by its code; without one the code is asked for. */
export async function join(given) {
  const code = (given || "").toUpperCase().replace(/[^A-Z0-9]/g, "");
  head(say("workshop"));
  if (location.hash.length > 1) {
    memory.set(code, { token: location.hash.slice(1) });
    history.replaceState(null, "", location.pathname);
  }
  for (;;) {
    const mine = (code && (await again(code))) || (await form(code));
    memory.set(mine.code, mine);
    await stay(mine);
    memory.forget(mine.code);
  }
}

/** Come in as who they were before, where this browser knows who that was. */
async function again(code) {
  const known = memory.get(code);
  if (!known) return null;
  try {
    return { code, ...(await ask("POST", "/join", { code, name: "" }, known.token)), token: known.token };
  } catch (error) {
    return null;
  }
}

/** Stay in a room until it no longer knows us. */
async function stay(mine) {
  const page = participant(mine);
  try {
    await follow(`/rooms/${mine.room}/state`, mine.token, page.show);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  } finally {
    page.close();
  }
}

/** Ask for code and nickname until a room lets us in. */
function form(code) {
  return new Promise((entered) => {
    const wrong = h("p", { class: "wrong", role: "alert", id: "wrong" });
    const codeField = h("input", { id: "code", value: code, autocomplete: "off", autocapitalize: "characters", maxlength: 9, required: true, class: "code", spellcheck: "false" });
    const nameField = h("input", { id: "name", autocomplete: "nickname", maxlength: 40, "aria-describedby": "name-hint" });
    const send = async (event) => {
      event.preventDefault();
      wrong.textContent = "";
      try {
        const content = { code: codeField.value, name: nameField.value };
        const found = await ask("POST", "/join", content);
        const clean = codeField.value.toUpperCase().replace(/[^A-Z0-9]/g, "");
        entered({ code: clean, ...found });
      } catch (error) {
        wrong.textContent = error.message;
        if (error.suggestion) nameField.value = error.suggestion;
        (error.code === "name_taken" ? nameField : codeField).focus();
      }
    };
    const title = h("h1", {}, say("join_title"));
    screen(h("form", { class: "card narrow", onsubmit: send },
      title, h("p", {}, say("join_text")),
      h("label", { for: "code" }, say("code")), codeField,
      h("label", { for: "name" }, say("name")), nameField,
      h("p", { class: "hint", id: "name-hint" }, say("name_hint")),
      wrong, h("button", { class: "main wide", type: "submit" }, say("join")),
    ));
    (code ? nameField : codeField).focus();
  });
}
