// Sends the files of a form one by one and shows how many bytes have gone; takes dropped files as well.
// Without it the form is posted as it stands. Every request carries the whole form: the server knows by the
// token, and by the bytes of a file, what it has already.
const field = document.querySelector("[data-upload]");
const form = field?.closest("form");
const input = field?.querySelector("input[type=file]");
const drop = field?.querySelector(".drop");
const told = "sharing-problems";

function summary(problems) {
  document.querySelector(".error-summary")?.remove();
  const box = document.createElement("div");
  box.className = "error-summary stack";
  box.setAttribute("role", "alert");
  box.tabIndex = -1;
  const heading = document.createElement("h2");
  heading.textContent = field.dataset.problem;
  const list = document.createElement("ul");
  for (const problem of problems) {
    const link = document.createElement("a");
    link.href = "#id_files";
    link.textContent = problem;
    const item = document.createElement("li");
    item.append(link);
    list.append(item);
  }
  box.append(heading, list);
  document.querySelector(".share").prepend(box);
  if (!document.title.startsWith(field.dataset.error)) document.title = `${field.dataset.error} ${document.title}`;
  box.focus();
}

function send(file, address, watch) {
  const data = new FormData(form);
  data.delete("files");
  if (file) data.append("files", file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.onprogress = watch;
    request.onload = () => (request.response ? resolve(request.response) : reject(new Error(request.status)));
    request.onerror = () => reject(new Error("network"));
    request.send(data);
  });
}

async function sendAll(files) {
  const box = field.querySelector(".progress");
  const words = box.querySelector("p");
  const bar = box.querySelector("progress");
  const total = files.reduce((sum, file) => sum + file.size, 0);
  const problems = [];
  let address = form.action;
  let next = "";
  let sent = 0;
  box.hidden = false;
  for (const file of files) {
    if (file.size > field.dataset.max) {
      problems.push(`${file.name}: ${field.dataset.large}`);
      sent += file.size;
      continue;
    }
    words.textContent = `${field.dataset.working} ${file.name}`;
    const watch = event => {
      const bytes = Math.min(total, sent + event.loaded);
      bar.value = total ? (100 * bytes) / total : 0;
      const parts = [bytes, total].map(size => (size / 1e6).toFixed(1));
      words.textContent = `${field.dataset.working} ${file.name}: ${parts[0]} MB ${field.dataset.of} ${parts[1]} MB`;
    };
    try {
      const answer = await send(file, address, watch);
      problems.push(...(answer.problems || []));
      next = answer.next || answer.stay || next;
      // From the first one kept on it is that draft's own form that is sent.
      if (answer.stay) address = answer.stay;
    } catch {
      problems.push(`${file.name}: ${field.dataset.lost}`);
    }
    sent += file.size;
  }
  box.hidden = true;
  return { problems, next };
}

if (form) {
  const kept = sessionStorage.getItem(told);
  if (kept) {
    sessionStorage.removeItem(told);
    summary(JSON.parse(kept));
  }
  drop.addEventListener("dragover", event => {
    event.preventDefault();
    drop.classList.add("over");
  });
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", event => {
    event.preventDefault();
    drop.classList.remove("over");
    input.files = event.dataTransfer.files;
  });
  form.addEventListener("submit", async event => {
    const files = [...input.files];
    if (!files.length) return;
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    const { problems, next } = await sendAll(files);
    if (!problems.length) {
      location.assign(next);
      return;
    }
    button.disabled = false;
    const draft = next.match(/\/share\/\d+\//);
    if (!draft) {
      summary(problems);
      return;
    }
    // Something was kept: its page lists it, and says there what was not.
    sessionStorage.setItem(told, JSON.stringify(problems));
    const page = `${draft[0]}file/`;
    if (location.pathname === page) location.reload();
    else location.assign(page);
  });
}
