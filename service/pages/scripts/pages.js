// What makes the pages handier; each of them works without it.

const SPACE = "thidua.";
const collator = new Intl.Collator("vi", { numeric: true });

// Tables: a column's head becomes a button that sorts.

function cellOf(row, column) {
  const cell = row.cells[column];
  return { number: cell.dataset.value, text: cell.textContent.trim() };
}

function compared(a, b, down) {
  const stated = (a.number !== undefined) - (b.number !== undefined);
  if (stated !== 0) return -stated; // what is not stated stands last, whichever way the others run
  const order = a.number === undefined ? collator.compare(a.text, b.text) : Number(a.number) - Number(b.number);
  return down ? -order : order;
}

function sortBy(table, head) {
  const column = head.cellIndex;
  const down = head.getAttribute("aria-sort") === "ascending";
  for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  for (const body of table.tBodies) {
    const rows = Array.from(body.rows, (row) => ({ row, cell: cellOf(row, column) }));
    rows.sort((a, b) => compared(a.cell, b.cell, down));
    for (const one of rows) body.append(one.row);
  }
}

function makeSortable(table) {
  for (const head of table.tHead.rows[0].cells) {
    if ("unsorted" in head.dataset || head.querySelector("button, a")) continue;
    const button = document.createElement("button");
    const sign = document.createElement("span");
    button.type = "button";
    button.className = "sort";
    sign.className = "sort-sign";
    sign.setAttribute("aria-hidden", "true");
    button.append(...head.childNodes, sign);
    button.addEventListener("click", () => sortBy(table, head));
    head.append(button);
  }
}

// Narrow rows: one wish for all tables, kept on this computer.

function isCompact() {
  return document.documentElement.dataset.density === "compact";
}

function setCompact(wanted) {
  if (wanted) document.documentElement.dataset.density = "compact";
  else delete document.documentElement.dataset.density;
  for (const button of document.querySelectorAll("[data-compact]")) button.setAttribute("aria-pressed", String(wanted));
}

function remembered(name) {
  try {
    return localStorage.getItem(SPACE + name);
  } catch {
    return null; // a browser may be told to keep nothing
  }
}

function remember(name, value) {
  try {
    localStorage.setItem(SPACE + name, value);
  } catch {
    // it is a convenience only
  }
}

function makeCompactable(button) {
  button.hidden = false;
  button.addEventListener("click", () => {
    setCompact(!isCompact());
    remember("compact", isCompact() ? "yes" : "no");
  });
}

// Forms: what was typed is not left by mistake.

const unsaved = new Set();

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form && form.method === "post") unsaved.add(form);
});
document.addEventListener("submit", (event) => unsaved.delete(event.target));
addEventListener("beforeunload", (event) => {
  for (const form of unsaved) if (!form.isConnected) unsaved.delete(form);
  if (unsaved.size === 0) return;
  event.preventDefault();
  event.returnValue = true; // which is how Chrome before 119 is asked
});

// Dialogs: a link to a page that asks opens the dialog that asks the same.

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  const dialog = opener && document.getElementById(opener.dataset.opens);
  if (!dialog) return;
  event.preventDefault();
  dialog.showModal();
});

// Menus close by the escape key and by a click elsewhere.

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.person[open]")) if (menu !== except) menu.open = false;
}

document.addEventListener("click", (event) => closeMenus(event.target.closest("details.person")));
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector("details.person[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// The focus goes to what a reader has to know next.

function focus(element) {
  if (!element.hasAttribute("tabindex")) element.tabIndex = -1;
  element.focus();
}

function focusAfterSwap() {
  const told = document.querySelector("[data-focus]:not([data-focused])");
  if (told) {
    told.dataset.focused = "";
    focus(told);
    return;
  }
  // A part that was read anew by itself takes the focus from nobody; only a lost focus is found again.
  if (document.activeElement !== null && document.activeElement !== document.body) return;
  const heading = document.querySelector("h1");
  if (heading) focus(heading);
}

function enhance() {
  for (const table of document.querySelectorAll("table[data-sorts]:not([data-enhanced])")) {
    table.dataset.enhanced = "";
    makeSortable(table);
  }
  for (const button of document.querySelectorAll("[data-compact][hidden]")) makeCompactable(button);
  setCompact(isCompact());
}

document.addEventListener("htmx:after:swap", () => {
  enhance();
  focusAfterSwap();
});

setCompact(remembered("compact") === "yes");
enhance();
const first = document.querySelector("[data-focus]");
if (first) {
  first.dataset.focused = "";
  focus(first);
}
