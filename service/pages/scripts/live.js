// Follows what is recorded. A part of a page that says `data-pokes="<address>"` is poked, and reads itself anew by
// its own hx-get with hx-trigger="poke"; what was recorded never comes this way.

const RETRY_MILLISECONDS = 5000; // after a refusal, as when too many follow at once
const followed = new Map(); // address: the open source

function parts(address) {
  return Array.from(document.querySelectorAll("[data-pokes]")).filter((part) => part.dataset.pokes === address);
}

function poke(address) {
  for (const part of parts(address)) part.dispatchEvent(new CustomEvent("poke"));
}

function told(state) {
  document.documentElement.dataset.live = state;
}

function follow(address) {
  const source = new EventSource(address);
  followed.set(address, source);
  source.addEventListener("open", () => told("on"));
  source.addEventListener("poke", () => poke(address)); // one comes at once, so that nothing missed stays missed
  source.addEventListener("error", () => {
    told("lost");
    if (source.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
    followed.delete(address);
    setTimeout(synchronise, RETRY_MILLISECONDS);
  });
}

function synchronise() {
  const wanted = new Set();
  if (!document.hidden) for (const part of document.querySelectorAll("[data-pokes]")) wanted.add(part.dataset.pokes);
  for (const [address, source] of followed) {
    if (wanted.has(address)) continue;
    source.close();
    followed.delete(address);
  }
  for (const address of wanted) if (!followed.has(address)) follow(address);
}

function letGo() {
  for (const source of followed.values()) source.close();
  followed.clear();
}

document.addEventListener("visibilitychange", synchronise); // a hidden page holds no line
document.addEventListener("htmx:after:swap", synchronise);
addEventListener("pagehide", letGo);
// A line may seem to outlast a network that was gone, while what it told of could not be read meanwhile.
addEventListener("offline", () => told("lost"));
addEventListener("online", () => {
  letGo();
  synchronise();
});
addEventListener("pageshow", synchronise); // a page that comes back out of the browser's memory
synchronise();
