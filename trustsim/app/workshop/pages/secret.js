// A trainer's or a projector's link: its secret is shown once, and a cookie remembers it.

import { ask } from "./api.js";

/** Show the secret of the address, if it has one; returns the role that it opens, or nothing. */
export async function enter(room) {
  const secret = location.hash.slice(1);
  if (!secret) return known(room);
  try {
    const { role } = await ask("POST", `/rooms/${room}/enter`, { secret });
    history.replaceState(null, "", location.pathname);
    return role;
  } catch (error) {
    return "";
  }
}

/** The role that an earlier visit has left a cookie for. */
async function known(room) {
  for (const [role, view] of [["trainer", "console"], ["projector", "projector"]]) {
    try {
      await ask("GET", `/rooms/${room}/${view}`);
      return role;
    } catch (error) { /* not this one */ }
  }
  return "";
}
