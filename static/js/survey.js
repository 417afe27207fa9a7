// Stores each choice the moment it is made, keeps what could not be sent and sends it later, and takes the keys
// 1 to 5. Without it the form is posted by Continue.
const form = document.querySelector("[data-seen]");
const status = form?.querySelector("[data-status]");
const shelf = form ? `survey-${form.dataset.survey}` : "";
let queue = Promise.resolve();
let timer = 0;

function held() {
  try {
    return JSON.parse(localStorage.getItem(shelf)) || {};
  } catch {
    return {};
  }
}

function keep(answers) {
  try {
    if (Object.keys(answers).length) localStorage.setItem(shelf, JSON.stringify(answers));
    else localStorage.removeItem(shelf);
  } catch {
    // Private windows may refuse: then Continue is the way.
  }
}

function body() {
  return new URLSearchParams(new FormData(form)).toString();
}

function post(address, words) {
  const headers = { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" };
  return fetch(address, { method: "POST", headers, body: words, credentials: "same-origin" });
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

// Answers whether everything that waits is stored.
async function flush() {
  const own = form.dataset.whose;
  for (const [item, waiting] of Object.entries(held())) {
    if (waiting.whose && waiting.whose !== own) continue;
    let answer;
    try {
      answer = await post(form.action, renewed(waiting.words));
    } catch {
      status.textContent = form.dataset.lost;
      clearTimeout(timer);
      timer = setTimeout(() => enqueue(flush), 10000);
      return false;
    }
    const said = await answer.json().catch(() => ({}));
    if (said.next) {
      status.textContent = form.dataset.signedOut;
      return true;
    }
    if (answer.status === 429) {
      status.textContent = said.stop;
      timer = setTimeout(() => enqueue(flush), 60000);
      return false;
    }
    if (answer.status >= 500) {
      timer = setTimeout(() => enqueue(flush), 10000);
      return false;
    }
    const left = held();
    if (left[item]?.words === waiting.words) delete left[item];
    keep(left);
    status.textContent = said.stop || (said.saved ? form.dataset.saved : "");
  }
  return true;
}

function enqueue(act) {
  queue = queue.then(act, act);
  return queue;
}

function save() {
  const answers = held();
  answers[form.elements.item.value] = { words: body(), whose: form.dataset.whose };
  keep(answers);
  return enqueue(flush);
}

async function seen() {
  try {
    const answer = await post(form.dataset.seen, body());
    const said = await answer.json();
    if (said.stop) status.textContent = said.stop;
  } catch {
    // The first answer opens the response as well.
  }
}

function press(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || !/^[1-5]$/.test(event.key)) return;
  if (event.target.matches("textarea, select, input:not([type=radio], [type=checkbox])")) return;
  const scales = [...form.querySelectorAll("[data-scale]")];
  const here = event.target.closest("[data-scale]");
  const scale = here || scales.find(each => !each.querySelector(":checked"));
  const point = scale?.querySelector(`input[value="${event.key}"]`);
  if (!point) return;
  point.checked = true;
  point.dispatchEvent(new Event("change", { bubbles: true }));
  // The next scale waits for its key.
  const next = scales[scales.indexOf(scale) + 1];
  (next && !next.querySelector(":checked") ? next.querySelector("input") : form.querySelector("button")).focus();
}

async function leave(event) {
  event.preventDefault();
  const button = event.submitter;
  if (await save()) {
    const left = held();
    delete left[form.elements.item.value];
    keep(left);
    if (button?.name) {
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name: button.name, value: button.value });
      form.append(field);
    }
    form.submit();
  }
}

if (form) {
  if (!form.dataset.whose) enqueue(seen);
  if (Object.keys(held()).length) enqueue(flush);
  form.addEventListener("change", save);
  form.addEventListener("submit", leave);
  addEventListener("keydown", press);
  addEventListener("online", () => enqueue(flush));
}
