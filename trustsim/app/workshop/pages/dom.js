// Small helpers: elements, texts, numbers, what is said aloud, colours.

const texts = JSON.parse(document.getElementById("texts").textContent);

/** Where the app is mounted, without a slash at the end. */
export const root = document.documentElement.dataset.root;

/** A text of texts.toml, with its braces filled in. */
export function say(key, values = {}) {
  const text = texts[key];
  if (text === undefined) throw new Error(`there is no text '${key}'`);
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

const SVG = "http://www.w3.org/2000/svg";

function made(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** An HTML element: h("p", { class: "idea" }, "text", other). */
export const h = (tag, attributes, ...children) => made(document.createElement(tag), attributes, children);

/** An SVG element. */
export const s = (tag, attributes, ...children) => made(document.createElementNS(SVG, tag), attributes, children);

/** A button. */
export function button(text, onclick, attributes = {}) {
  return h("button", { type: "button", onclick, ...attributes }, text);
}

/** A number as people read it: two or three digits, a real minus. */
export function shown(value) {
  if (value === null || value === undefined) return "–";
  const size = Math.abs(value), text = value.toFixed(size >= 100 ? 0 : size >= 1 ? 1 : 2);
  return (text.includes(".") ? text.replace(/\.?0+$/, "") : text).replace("-", "−");
}

/** Draw a part anew only if what it shows has changed, lest what somebody types or has in focus is lost. */
export function part(parent, name, shows, build) {
  const signature = JSON.stringify(shows === undefined ? null : shows);
  const old = parent.querySelector(`:scope > [data-part="${name}"]`);
  if (old && old.dataset.shows === signature) return old;
  const content = build();
  const fresh = h("div", { "data-part": name }, content);
  fresh.dataset.shows = signature;
  if (old) old.replaceWith(fresh);
  else parent.append(fresh);
  return fresh;
}

/** Keep the parts that are named, in this order, and take the others away. */
export function keepOnly(parent, names) {
  for (const child of [...parent.children]) if (!names.includes(child.dataset.part)) child.remove();
  const inOrder = names.map((name) => parent.querySelector(`:scope > [data-part="${name}"]`)).filter(Boolean);
  inOrder.forEach((child, n) => {
    if (parent.children[n] !== child) parent.insertBefore(child, parent.children[n]);
  });
}

/** Say something to those who listen to the page. */
export function announce(text) {
  document.getElementById("live").textContent = text;
}

/** Say that the server cannot be reached, until it can. */
export function broken(is) {
  const place = document.getElementById("broken");
  if (place.hidden === !is) return;
  place.hidden = !is;
  place.textContent = is ? say("broken") : "";
}

/** The button that turns the colours. */
export function themeButton() {
  const toggle = button("◐", () => {
    const name = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
    document.documentElement.dataset.theme = name;
    try { localStorage.setItem(":solara:theme.variant", JSON.stringify(name)); } catch (error) { /* it is not kept */ }
  }, { class: "theme", "aria-label": say("theme") });
  return toggle;
}

/** The head of every page: what is it, where are we, whose page. */
export function head(title, ...more) {
  document.title = `${title} · trustsim`;
  document.querySelector(".skip").textContent = say("skip");
  document.getElementById("head").replaceChildren(
    h("a", { class: "brand", href: `${root}/` }, "trustsim"), h("span", { class: "where" }, title), ...more, themeButton(),
  );
}

/** Put a page on the screen and its heading in focus. */
export function screen(...content) {
  const main = document.getElementById("main");
  main.replaceChildren(...content);
  return main;
}

/** Move the focus to a heading that has just appeared; that of a page shows the page from its top. */
export function focusOn(element) {
  if (!element) return;
  element.tabIndex = -1;
  element.focus({ preventScroll: true });
  if (element.tagName === "H1") window.scrollTo(0, 0);
  else element.scrollIntoView({ block: "start" });
}
