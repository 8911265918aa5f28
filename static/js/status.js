// Announces a polled fragment only when its words change, and keeps the focus where the reader left it.
const announcer = document.getElementById("announcer");
let last = "";
let focused = null;

function words(element) {
  return element.innerText.replace(/\s+/g, " ").trim();
}

document.body.addEventListener("htmx:beforeSwap", () => {
  focused = document.activeElement && document.activeElement.id;
});

document.body.addEventListener("htmx:afterSettle", (event) => {
  const spoken = event.target.querySelector("[data-spoken]") || (event.target.matches("[data-spoken]") ? event.target : null);
  if (announcer && spoken && words(spoken) !== last) {
    last = words(spoken);
    announcer.textContent = last;
  }
  const back = focused && document.getElementById(focused);
  if (back && document.activeElement === document.body) back.focus();
});
