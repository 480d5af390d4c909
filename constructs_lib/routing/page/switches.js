// A switch for every Region and every function. Of very many functions those that are searched for have one.

const SWITCHES = 30;

function switches(estate, down, place, changed) {
  const many = estate.functions.length > SWITCHES;
  const functions = estate.regions.map(() => element("div", { class: "functions" }));
  const search = element("input", { type: "search", autocomplete: "off", spellcheck: "false" });
  const left = element("p", { class: "muted" });
  const update = () => {
    const found = wantedFunctions(estate, down, search.value);
    const shown = found.slice(0, SWITCHES);
    for (const [region, list] of functions.entries()) {
      const own = shown.filter((number) => estate.functions[number].region === region);
      list.replaceChildren(...own.map((number) => toggle(down.functions, number, estate.functions[number].name, changed)));
    }
    left.textContent = found.length > SWITCHES ? `${SWITCHES} of ${counted(found.length, "function")} are here; a search narrows them.` : "";
  };
  search.addEventListener("input", update);
  if (many) place.append(element("label", { class: "search" }, "Search functions", search), left);
  for (const [region, name] of estate.regions.entries()) {
    const legend = element("legend", { class: "unseen" }, name);
    place.append(element("fieldset", {}, legend, toggle(down.regions, region, name, changed), functions[region]));
  }
  update();
}

/** The functions to offer, those that are down first. */
function wantedFunctions(estate, down, typed) {
  const query = typed.trim().toLowerCase();
  const others = [...estate.functions.keys()].filter((number) => !down.functions.has(number));
  return [...down.functions, ...others.filter((number) => estate.functions[number].name.toLowerCase().includes(query))];
}

function toggle(set, number, name, changed) {
  const box = element("input", { type: "checkbox" });
  box.checked = set.has(number);
  box.addEventListener("change", () => {
    set[box.checked ? "add" : "delete"](number);
    changed();
  });
  return element("label", { class: "switch" }, box, element("span", {}, name));
}
