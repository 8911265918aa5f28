// Keys of the desk: j and k go through the rows, Enter opens (as links do), ? shows the keys. They can be switched off.
const box = document.querySelector("[data-desk-keys]");
const rows = Array.from(document.querySelectorAll("[data-row]"));
const KEPT = "desk-keys";

function isOn() {
  return localStorage.getItem(KEPT) !== "off";
}

function isTyping(target) {
  const fields = "input:not([type=checkbox]), select, textarea";
  return target instanceof HTMLElement && (target.isContentEditable || target.matches(fields));
}

function go(step) {
  const at = rows.indexOf(document.activeElement);
  const next = rows[Math.min(Math.max(at + step, 0), rows.length - 1)];
  if (next) next.focus();
}

function toggleHelp() {
  const details = box.querySelector("details");
  if (details) details.open = !details.open;
}

const ACTS = { j: () => go(1), k: () => go(-1), "?": toggleHelp };
// On a Russian keyboard the same two keys write other letters; on a Dvorak one the letters lie elsewhere.
const PLACES = { KeyJ: "j", KeyK: "k" };

function nameOf(event) {
  return event.key.length === 1 && event.key > "~" ? PLACES[event.code] : event.key;
}

if (box) {
  box.hidden = false;
  const choice = box.querySelector("input");
  choice.checked = isOn();
  choice.addEventListener("change", () => localStorage.setItem(KEPT, choice.checked ? "on" : "off"));
  document.addEventListener("keydown", (event) => {
    if (!isOn() || isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = ACTS[nameOf(event)];
    if (!act) return;
    event.preventDefault();
    act();
  });
}
