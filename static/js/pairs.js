// Stores each choice the moment it is made and shows the next pair in its place. What could not be sent is kept on
// this device and sent later. Without it each choice is a form of its own.
const form = document.querySelector("[data-pairs]");
const status = form?.querySelector("[data-status]");
const shelf = form ? `pairs-${form.dataset.pairs}` : "";
let busy = false;
let timer = 0;

function kept() {
  try {
    return localStorage.getItem(shelf);
  } catch {
    return null;
  }
}

function keep(words) {
  try {
    if (words) localStorage.setItem(shelf, words);
    else localStorage.removeItem(shelf);
  } catch {
    // Private windows may refuse: then the choice lives as long as the page.
  }
}

// Words kept earlier carry an old token: the page's own takes its place.
function renewed(words) {
  const fields = new URLSearchParams(words);
  for (const name of ["csrfmiddlewaretoken", "typed_by"]) {
    const field = form.querySelector(`[name=${name}]`);
    if (field) fields.set(name, field.value);
    else fields.delete(name);
  }
  return fields.toString();
}

function show(next) {
  form.querySelector("[data-left]").textContent = next.left;
  form.querySelector("[data-right]").textContent = next.right;
  form.querySelector("[data-place]").textContent = next.place_words;
  form.querySelector("[data-said]").textContent =
    `${form.dataset.saved} ${next.place_words} ${next.left} ${form.dataset.or} ${next.right}`;
  form.querySelector("[data-skip]").href = next.skip;
  form.querySelector(".meter .fill").setAttribute("width", next.place);
  form.elements.pair.value = next.pair;
  form.querySelector("details").open = false;
  status.textContent = form.dataset.saved;
}

// Sends a choice as a page does, where a script is not understood.
function plainly(words) {
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: "outcome", value: new URLSearchParams(words).get("outcome") });
  form.append(field);
  form.submit();
}

async function send(words) {
  clearTimeout(timer);
  busy = true;
  let answer;
  try {
    const headers = { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" };
    const body = renewed(words);
    answer = await fetch(form.action, { method: "POST", headers, body, credentials: "same-origin" });
    if (answer.status >= 500) throw new Error("later");
  } catch {
    status.textContent = form.dataset.lost;
    timer = setTimeout(() => send(words), 5000);
    return;
  }
  keep("");
  const said = await answer.json().catch(() => null);
  if (!said) plainly(words);
  else if (said.next) location.assign(said.next);
  else if (said.stop) status.textContent = said.stop;
  else show(said);
  busy = false;
}

function choose(event) {
  event.preventDefault();
  if (busy) return;
  const fields = new URLSearchParams(new FormData(form));
  fields.set("outcome", event.submitter.value);
  keep(fields.toString());
  send(fields.toString());
}

function press(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches("input, textarea, select")) return;
  const side = { 1: "left", ArrowLeft: "left", 2: "right", ArrowRight: "right" }[event.key];
  if (side) form.querySelector(`[data-${side}]`).click();
}

if (form) {
  form.addEventListener("submit", choose);
  addEventListener("keydown", press);
  addEventListener("online", () => kept() && send(kept()));
  if (kept()) send(kept());
}
