// Reads a part of a ballot's page anew when it is poked (see live.js). What is being filled in stands outside
// of such a part: a form `data-while="<state>"` is shown while the part says that state, and is never read anew.

const AGAIN_MILLISECONDS = 5000; // after an answer that tells nothing, as when the service starts again
const reading = new Map(); // part: whether it was poked meanwhile

function sameMarkup(part, html) {
  const read = document.createElement("template");
  read.innerHTML = html;
  return read.innerHTML.trim() === part.innerHTML.trim();
}

function say(words) {
  const said = document.getElementById("said");
  if (said && words && said.textContent !== words) said.textContent = words;
}

// Shows the form that goes with the state; a form that the page has not is fetched with the whole page, where
// nothing that was chosen can be lost.
function settle(part) {
  const told = part.querySelector("[data-state]");
  if (!told) return;
  const forms = Array.from(document.querySelectorAll("[data-while]"));
  const left = forms.find((form) => form.contains(document.activeElement) && form.dataset.while !== told.dataset.state);
  for (const form of forms) form.hidden = form.dataset.while !== told.dataset.state;
  if ("form" in told.dataset && forms.every((form) => form.hidden)) location.reload();
  else if (left) focusOn(told);
}

function focusOn(element) {
  if (element.tabIndex < 0) element.tabIndex = -1;
  element.focus();
}

function put(part, html) {
  if (sameMarkup(part, html)) return;
  const held = part.contains(document.activeElement) ? document.activeElement : null;
  part.innerHTML = html;
  if (held) focusOn((held.id && document.getElementById(held.id)) || part);
  settle(part);
  say(part.querySelector("[data-said]")?.dataset.said);
}

async function fetched(part) {
  const answer = await fetch(part.dataset.reads, { headers: { Accept: "text/html" }, cache: "no-store", redirect: "manual" });
  if (answer.type === "opaqueredirect") {
    // The session has ended. Who fills something in is told that figures are old, and loses nothing by it.
    if (document.querySelector("[data-while]:not([hidden])")) document.documentElement.dataset.live = "lost";
    else location.reload();
    return;
  }
  if (answer.ok) put(part, await answer.text());
  else setTimeout(() => read(part), AGAIN_MILLISECONDS);
}

async function read(part) {
  if (reading.has(part)) {
    reading.set(part, true);
    return;
  }
  reading.set(part, false);
  try {
    await fetched(part);
  } catch {
    // The line is down. The poke that comes when it is up again reads what stands then; it may be up already.
    setTimeout(() => read(part), AGAIN_MILLISECONDS);
  }
  const poked = reading.get(part);
  reading.delete(part);
  if (poked && part.isConnected) read(part);
}

for (const part of document.querySelectorAll("[data-reads]")) {
  part.addEventListener("poke", () => read(part));
  // What waits outside of the log, as a teller's count does, pokes nobody: it is looked for now and then.
  const seconds = Number(part.dataset.every);
  if (seconds > 0) setInterval(() => document.hidden || read(part), seconds * 1000);
}
