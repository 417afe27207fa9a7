// Shows needs like the title that is being typed. Without it they are shown after sending.
const form = document.querySelector("[data-similar]");
const title = form?.elements.title;
const box = form?.querySelector("[data-found]");
const list = document.createElement("ul");
box?.append(list);
let asked = 0;
let timer = 0;

async function look() {
  const number = ++asked;
  const words = title.value.trim();
  let needs = [];
  if (words.length >= 4) {
    try {
      const answer = await fetch(`${form.dataset.similar}?title=${encodeURIComponent(words)}`);
      needs = (await answer.json()).needs;
    } catch {
      return;
    }
  }
  if (number !== asked) return;
  const rows = needs.map(need => {
    const row = document.createElement("li");
    const link = document.createElement("a");
    link.href = need.url;
    link.textContent = need.title;
    row.append(link, ` (${need.votes} ${form.dataset.votes})`);
    return row;
  });
  list.replaceChildren(...rows);
  box.hidden = !rows.length;
}

title?.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(look, 400);
});
