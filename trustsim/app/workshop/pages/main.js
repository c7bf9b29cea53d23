// Which page this is, by its address.

import { console_ } from "./console.js";
import { root } from "./dom.js";
import { join, learn } from "./entering.js";
import { projector } from "./projector.js";

const [place, first, second] = location.pathname.slice(root.length).split("/").filter(Boolean);

if (place === "learn") learn();
else if (second === "console") console_(first);
else if (second === "projector") projector(first);
else join(first);
