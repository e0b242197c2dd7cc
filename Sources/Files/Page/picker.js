// A select that one can type in (the ARIA combobox with a list below it).

const PICKER_ROWS = 60;

/** Makes `input` and `list` choose among `options()`, each `{ value, label, about, text }`. */
function makePicker(input, list, { options, current, choose }) {
  let shown = [];
  let active = -1;

  /** The options that have all words, first those that begin with the first one. */
  function matches() {
    const words = input.value === current().label ? [] : wordsOf(input.value);
    if (!words.length) return options();
    const found = options().filter((option) => holdsAll(option.text, words));
    const first = found.filter((option) => option.text.startsWith(words[0]));
    return [...first, ...found.filter((option) => !option.text.startsWith(words[0]))];
  }

  function open() {
    const found = matches();
    shown = found.slice(0, PICKER_ROWS);
    active = shown.findIndex((option) => option.value === current().value);
    if (active < 0 && shown.length) active = 0;
    const rows = shown.map((option, index) => {
      const row = element("li", { role: "option", id: `party-option-${index}`, "aria-selected": "false" },
        named(option.label), element("small", {}, option.about));
      row.addEventListener("pointerdown", (event) => event.preventDefault());
      row.addEventListener("click", () => pick(index));
      return row;
    });
    const more = found.length - shown.length;
    if (more > 0 || !found.length) {
      const words = found.length ? `${grouped(more)} more: type to narrow the list` : "Nothing has these words";
      rows.push(element("li", { class: "more", role: "option", "aria-disabled": "true", "aria-selected": "false" }, words));
    }
    list.replaceChildren(...rows);
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    mark();
  }

  function close() {
    list.hidden = true;
    list.replaceChildren();
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    input.value = current().label;
  }

  function mark() {
    shown.forEach((_, index) => list.children[index].setAttribute("aria-selected", String(index === active)));
    if (active < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", `party-option-${active}`);
    list.children[active].scrollIntoView({ block: "nearest" });
  }

  function pick(index) {
    if (shown[index]) choose(shown[index].value);
    close();
  }

  function step(by) {
    if (list.hidden) return open();
    if (!shown.length) return;
    active = (active + by + shown.length) % shown.length;
    mark();
  }

  input.addEventListener("focus", () => input.select());
  input.addEventListener("click", () => { if (list.hidden) open(); });
  input.addEventListener("input", open);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const keys = { ArrowDown: () => step(1), ArrowUp: () => step(-1), Enter: () => (list.hidden ? open() : pick(active)) };
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
      input.select();
    } else if (keys[event.key]) {
      event.preventDefault();
      keys[event.key]();
    }
  });
  return { refresh: close };
}
