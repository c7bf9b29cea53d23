// A participant's page: one step at a time, a guess before the result.

import { ask, Refused } from "./api.js";
import { announce, button, focusOn, h, head, keepOnly, part, say, screen } from "./dom.js";
import { play } from "./play.js";
import { field } from "./questions.js";
import { result } from "./result.js";

/** The page of somebody in a room: ``show`` takes each new view. */
export function participant(mine) {
  const page = h("div", { class: "page" });
  let view, here = "", open = true, draft = null, tried = 0;
  screen(page);

  const call = async (path, content) => {
    try {
      await ask("POST", `/rooms/${mine.room}/${path}`, content, mine.token);
      return "";
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return error.message;
    }
  };
  const pace = async (command) => {
    const wrong = await call("pace", { command });
    if (wrong) announce(wrong);
  };

  function show(fresh) {
    if (!open) return;
    view = fresh;
    head(view.title || view.lesson.title, h("span", { class: "me" }, view.alone ? "" : [view.me.name, view.me.team].filter(Boolean).join(" · ")));
    const place = `${view.at}:${view.step?.id || ""}:${view.phase === "revealed"}:${Boolean(view.step?.result)}`;
    const moved = place !== here;
    if (moved && here.split(":")[1] !== (view.step?.id || "")) draft = null;
    here = place;
    const parts = view.step ? step() : view.at < 0 ? lobby() : end();
    keepOnly(page, parts);
    if (moved) arrive();
    else if (finished() !== tried) focusOn(page.querySelector('[data-part="tries"] h2'));
    tried = finished();
  }

  // the latest try that has come out, of those that this page has asked for
  const finished = () => view.step?.tries?.find((one) => one.state === "done")?.try || 0;

  function arrive() {
    const revealed = view.phase === "revealed" && view.step?.question;
    const heading = page.querySelector(revealed ? '[data-part="result"] h2' : "h1");
    focusOn(heading || page.querySelector("h1"));
    announce(revealed ? say(view.step.result ? "revealed" : "working") : view.step?.title || "");
  }

  // ---------------------------------------------------------------------------------------------- before and after

  function lobby() {
    part(page, "lobby", [view.title, view.me], () => h("section", { class: "card hero" },
      h("p", { class: "over" }, say(view.alone ? "alone" : "you_are_in", { name: view.me.name })),
      h("h1", {}, view.lesson.title), h("p", { class: "story" }, view.lesson.story),
      view.alone ? button(say("begin"), () => pace("start"), { class: "main wide" })
        : h("p", { class: "waiting", role: "status" }, h("span", { class: "pulse", "aria-hidden": "true" }), say("wait_start"))));
    return ["lobby"];
  }

  function end() {
    part(page, "end", view.past, () => {
      const guesses = view.past.filter((one) => one.gap);
      const hits = guesses.filter((one) => one.gap.right === true).length;
      return h("section", { class: "card" }, h("h1", {}, say("end_title")), h("p", { class: "story" }, say("end_text")),
        h("p", {}, say("end_count", { hits, of: view.past.filter((one) => one.gap && one.gap.right !== null).length })),
        h("ol", { class: "past" }, view.past.map((one) => h("li", {}, h("strong", {}, one.title), one.gap ? h("span", {}, one.gap.says) : ""))),
        h("p", { class: "hint" }, say("honest")),
        view.alone && h("div", { class: "row" }, button(say("back"), () => pace("back")), button(say("again"), () => pace("reset_room"))));
    });
    return ["end"];
  }

  // ------------------------------------------------------------------------------------------------------- a step

  function step() {
    const now = view.step, revealed = view.phase === "revealed";
    part(page, "progress", [view.at, view.of], () => progress());
    part(page, "idea", [now.id], () => h("section", { class: "card idea" },
      h("p", { class: "over" }, say("step_of", { n: view.at + 1, of: view.of })), h("h1", {}, now.title),
      h("p", { class: "big-idea" }, now.idea), now.text.map((text) => h("p", {}, text))));
    const parts = ["progress", "idea"];
    if (now.question) parts.push(...asked(now, revealed));
    if (now.play) parts.push(...play(page, view, call));
    if (view.alone) {
      part(page, "pace", [view.at, view.phase, view.commands], () => paceRow(now, revealed));
      parts.push("pace");
    } else if (!now.question && !now.play) {
      part(page, "wait", [now.id], () => h("p", { class: "waiting", role: "status" }, say("wait_next")));
      parts.push("wait");
    }
    return parts;
  }

  function progress() {
    return h("ol", { class: "progress", "aria-label": say("step_of", { n: view.at + 1, of: view.of }) },
      view.lesson.steps.map((one, n) => h("li", { class: n < view.at ? "done" : n === view.at ? "now" : "" }, h("span", { class: "unseen" }, one.title))));
  }

  function asked(now, revealed) {
    const locked = view.phase !== "open";
    const parts = ["question", "kept"];
    part(page, "question", [now.id, locked, Boolean(now.given), view.phase === "open" ? null : now.answer], () => h("section", { class: "card" },
      field(now, draft || now.answer, (answer) => { draft = answer; kept(); }, locked)));
    if (revealed && now.question.kind === "draw" && now.result) page.querySelector('[data-part="question"]').hidden = true;
    kept();
    if (revealed) {
      part(page, "result", [now.id, now.result, now.gap, now.spread], () => h("section", { class: "card result" }, result(now, view)));
      parts.push("result");
    }
    return parts;
  }

  // what is with the guess: not given, on its way, kept, locked
  function kept(wrong = "") {
    const now = view.step, open_ = view.phase === "open";
    const dirty = draft && JSON.stringify(draft) !== JSON.stringify(now.answer);
    part(page, "kept", [view.phase, now.id, Boolean(now.answer), dirty, wrong], () => {
      if (!open_) return view.phase === "locked" ? h("p", { class: "waiting", role: "status" }, say(now.answer ? "locked" : "locked_without")) : h("span");
      const words = view.alone ? "lock_alone" : now.answer ? "change_guess" : "send_guess";
      return h("div", { class: "send" },
        wrong && h("p", { class: "wrong", role: "alert" }, wrong),
        button(say(words), send, { class: "main wide", disabled: !(dirty || (view.alone && now.answer)) }),
        h("p", { class: "hint", role: "status" }, !draft && !now.answer ? say("guess_first") : !dirty && now.answer && !view.alone ? say("kept") : ""));
    });
  }

  async function send() {
    const now = view.step;
    const sent = draft;
    const wrong = sent ? await call("answer", { step: now.id, answer: sent }) : "";
    if (!wrong && view.step === now) now.answer = sent || now.answer;
    if (!wrong && draft === sent) draft = null;
    if (!wrong && view.alone) return pace("reveal");
    return kept(wrong);
  }

  function paceRow(now, revealed) {
    const can = (name) => view.commands.includes(name);
    const last = view.at + 1 === view.of;
    const forward = !now.question || revealed;
    return h("nav", { class: "row pace", "aria-label": say("steps") },
      can("back") ? button(say("back"), () => pace("back")) : h("span"),
      revealed && now.question && can("reset") ? button(say("guess_again"), () => { draft = null; pace("reset"); }) : null,
      forward && button(say(last ? "finish" : "next"), () => pace("next"), { class: "main" }));
  }

  return { show, close: () => { open = false; } };
}
