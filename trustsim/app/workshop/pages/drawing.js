// A curve drawn by hand: dots that a finger, a mouse or the arrow keys move.

import { addLine, weeksPlot } from "./charts.js";
import { h, s, say, shown } from "./dom.js";

const HEIGHT = 300;

/** The field on which a curve is drawn. ``changed`` hears the points each time one moves. */
export function drawing(question, given, answer, changed, locked) {
  const past = given?.arms?.[0]?.curve;
  const start = past ? past.mean[past.weeks.indexOf(question.from)] : (question.low + question.high) / 2;
  let points = answer ? [...answer.points] : question.weeks.map(() => start);
  let touched = Boolean(answer);
  const place = h("div", { class: "chart drawing" });
  const keep = (value) => Number(Math.min(question.high, Math.max(question.low, value)).toFixed(3));
  const move = (n, value) => {
    points[n] = keep(value);
    touched = true;
    changed([...points]);
    draw();
  };
  let width = 0, plot, dragged = -1;

  function draw() {
    const focused = place.contains(document.activeElement) ? Number(document.activeElement.dataset.n) : -1;
    plot = weeksPlot(width, HEIGHT, [1, question.weeks.at(-1)], [question.low, question.high], [question.from + 1]);
    if (past) addLine(plot, { ...past, low: null, colour: "given" });
    const line = { weeks: [question.from, ...question.weeks], mean: [start, ...points], colour: touched ? "mine" : "mine unsure" };
    addLine(plot, line);
    const handles = question.weeks.map((week, n) => handle(week, n));
    plot.svg.append(...handles);
    plot.svg.removeAttribute("aria-hidden");
    plot.svg.setAttribute("role", "group");
    plot.svg.setAttribute("aria-label", say("drawing"));
    place.replaceChildren(plot.svg);
    if (focused >= 0) handles[focused].focus({ preventScroll: true });
  }

  function handle(week, n) {
    const step = question.step, big = 5 * step;
    const keys = { ArrowUp: step, ArrowDown: -step, PageUp: big, PageDown: -big };
    const onkeydown = (event) => {
      if (locked) return;
      if (event.key in keys) move(n, points[n] + keys[event.key]);
      else if (event.key === "Home") move(n, question.low);
      else if (event.key === "End") move(n, question.high);
      else return;
      event.preventDefault();
    };
    return s("circle", {
      cx: plot.x(week), cy: plot.y(points[n]), r: 9, class: `handle${locked ? " locked" : ""}`, tabindex: locked ? -1 : 0, "data-n": n, role: "slider",
      "aria-label": say("week_n", { week }), "aria-valuemin": question.low, "aria-valuemax": question.high, "aria-valuenow": Number(points[n].toFixed(3)),
      "aria-valuetext": shown(points[n]), "aria-orientation": "vertical", "aria-disabled": locked ? "true" : "false", onkeydown,
    });
  }

  // a finger takes the nearest dot, and draws on through the others
  const spot = (event) => {
    const box = place.getBoundingClientRect();
    const [week, value] = [plot.x.back(event.clientX - box.left), plot.y.back(event.clientY - box.top)];
    const gaps = question.weeks.map((one) => Math.abs(one - week));
    return [gaps.indexOf(Math.min(...gaps)), value];
  };
  place.addEventListener("pointerdown", (event) => {
    if (locked || plot.x.back(event.clientX - place.getBoundingClientRect().left) < question.from - 4) return;
    place.setPointerCapture(event.pointerId);
    const [n, value] = spot(event);
    dragged = event.pointerId;
    move(n, value);
  });
  place.addEventListener("pointermove", (event) => {
    if (event.pointerId !== dragged) return;
    const [n, value] = spot(event);
    move(n, value);
  });
  for (const name of ["pointerup", "pointercancel"]) place.addEventListener(name, () => { dragged = -1; });

  new ResizeObserver(() => {
    if (place.clientWidth && place.clientWidth !== width) {
      width = place.clientWidth;
      draw();
    }
  }).observe(place);
  return h("figure", { class: "drawing-field" }, h("figcaption", {}, given?.outcome?.label || say("drawing")), place,
    h("p", { class: "keys" }, given?.arms && h("span", { class: "key given" }, given.arms[0].label), h("span", { class: "key mine" }, say("your_line"))));
}
