// What a participant guesses: options, a number, a curve. Each returns the field and tells of every change.

import { drawing } from "./drawing.js";
import { h, say, shown } from "./dom.js";

/** The field for a question: ``changed`` hears the answer, or null while there is none. */
export function field(step, answer, changed, locked) {
  const { question } = step;
  const make = { choose, number, draw: draw_ }[question.kind];
  return h("div", { class: `question ${question.kind}` }, make(step, question, answer, changed, locked));
}

function choose(step, question, answer, changed, locked) {
  return h("fieldset", { disabled: locked },
    h("legend", {}, question.ask), question.hint && h("p", { class: "hint" }, question.hint),
    question.options.map((option) => h("label", { class: "option" },
      h("input", { type: "radio", name: step.id, value: option.id, checked: answer?.choice === option.id, onchange: () => changed({ choice: option.id }) }),
      h("span", {}, option.text))));
}

function number(step, question, answer, changed, locked) {
  const start = answer?.value ?? 0.5 * (question.low + question.high);
  const output = h("output", { for: "guess" }, `${shown(start)} ${question.unit}`);
  const slide = (event) => {
    output.textContent = `${shown(Number(event.target.value))} ${question.unit}`;
    event.target.setAttribute("aria-valuetext", output.textContent);
    changed({ value: Number(event.target.value) });
  };
  return [h("label", { class: "ask", for: "guess" }, question.ask), question.hint && h("p", { class: "hint" }, question.hint),
    h("p", { class: "big" }, output),
    h("input", { type: "range", id: "guess", min: question.low, max: question.high, step: question.step, value: start, disabled: locked, oninput: slide, "aria-valuetext": `${shown(start)} ${question.unit}` }),
    h("p", { class: "ends", "aria-hidden": "true" }, h("span", {}, shown(question.low)), h("span", {}, shown(question.high)))];
}

function draw_(step, question, answer, changed, locked) {
  return [h("p", { class: "ask" }, question.ask), question.hint && h("p", { class: "hint" }, question.hint),
    step.given ? drawing(question, step.given, answer, (points) => changed({ points }), locked) : h("p", { class: "working", role: "status" }, say("working"))];
}
