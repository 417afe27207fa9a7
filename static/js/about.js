// Narrows the practices while one types, and offers known tags after each comma.
const find = document.querySelector("#id_find");
const options = [...document.querySelectorAll("[data-filter] fieldset label")];
if (find) {
  find.closest(".searchbar").querySelector("button").hidden = true;
  const narrow = () => {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const option of options) {
      const fits = words.every(word => option.textContent.toLowerCase().includes(word));
      option.parentElement.hidden = !fits && !option.querySelector("input").checked;
    }
  };
  find.addEventListener("input", narrow);
  find.addEventListener("keydown", event => {
    if (event.key === "Enter") event.preventDefault();
  });
}

const tags = document.querySelector("#id_tags");
const list = document.querySelector("#known-tags");
if (tags && list) {
  const known = [...list.options].map(option => option.value);
  tags.setAttribute("list", list.id);
  tags.addEventListener("input", () => {
    const typed = tags.value.slice(0, tags.value.lastIndexOf(",") + 1);
    const before = typed && `${typed} `;
    list.replaceChildren(...known.map(name => new Option("", before + name)));
  });
}
