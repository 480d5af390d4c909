// A card for each group of routes: its triggers, the chain, who answers now, and on demand the code and every outage.

const TRIGGERS = 6;

function card(estate, each, view) {
  const made = element("article", { class: `card ${each.standing}` });
  made.append(
    element("header", {}, title(each), element("p", { class: "answer" }, answerWords(estate, each))),
    ...triggerList(each, view),
    chain(estate, each),
    details(estate, each, view),
  );
  return made;
}

function title(each) {
  const { group, triggers } = each;
  const held = group.held ? `held in ${group.held}` : "";
  if (group.triggers.length === 1) {
    const [only] = group.triggers;
    const about = [only.kind, `rule ${only.rule}`, held, only.place].filter(Boolean).join(" · ");
    return element("div", {}, element("h3", {}, only.value), element("p", { class: "muted" }, about));
  }
  const some = triggers.length < group.triggers.length ? `${triggers.length.toLocaleString("en")} of ` : "";
  const about = ["they behave alike", held].filter(Boolean).join(" · ");
  return element("div", {}, element("h3", {}, `${some}${group.words}`), element("p", { class: "muted" }, about));
}

function answerWords(estate, each) {
  if (each.standing === "disabled") return "✕ Nobody: the rule is disabled";
  if (each.standing === "nobody") return "✕ Nobody: the caller is hung up on";
  const application = estate.applications[each.group.targets[each.verdict.answers].application];
  const doubt = application.function === null ? ", if its function does" : "";
  return `✓ ${estate.regions[application.region]} answers${doubt}`;
}

function triggerList(each, view) {
  if (each.group.triggers.length === 1) return [];
  const limit = view.all ? Infinity : (view.triggers.get(each.at) ?? TRIGGERS);
  const list = element("ul", { class: "triggers" });
  for (const trigger of each.triggers.slice(0, limit)) {
    list.append(
      element("li", {}, element("strong", {}, trigger.value), element("span", { class: "muted" }, `rule ${trigger.rule}`)),
    );
  }
  if (each.triggers.length <= limit) return [list];
  const more = Math.min(each.triggers.length - limit, 200);
  const grow = () => {
    view.triggers.set(each.at, limit + more);
    view.render();
    document.querySelector(`[data-grow="${each.at}"]`)?.focus();
  };
  return [list, button(`Show ${more} more of ${counted(each.triggers.length, "trigger")}`, grow, { "data-grow": each.at })];
}

function chain(estate, each) {
  const list = element("ol", { class: "chain" });
  for (const [at, target] of each.group.targets.entries()) {
    const application = estate.applications[target.application];
    const called = application.function === null ? null : estate.functions[application.function];
    const state = each.group.enabled ? lineState(each, at) : "standby";
    const told = { answers: "answers", failed: each.verdict.tried[at], standby: "stands by" }[state];
    list.append(
      element(
        "li",
        { class: state },
        element("span", { class: "priority" }, element("span", { class: "unseen" }, "Priority "), String(target.priority)),
        element(
          "div",
          {},
          element("strong", {}, estate.regions[application.region]),
          element("span", { class: "state" }, told),
          element("span", { class: "part" }, application.name),
          element("span", { class: "part muted" }, called ? called.name : "function not known here"),
        ),
      ),
    );
  }
  return list;
}

function details(estate, each, view) {
  const made = element("details", {}, element("summary", {}, "Code, and every outage"));
  const open = () => made.append(code(estate, each.group), outages(estate, each.group));
  if (view.open.has(each.at)) {
    made.open = true;
    open();
  }
  // Its content is made when somebody looks at it.
  made.addEventListener("toggle", () => {
    if (made.open && !view.open.has(each.at)) open();
    view.open[made.open ? "add" : "delete"](each.at);
    if (!made.open) made.replaceChildren(made.firstElementChild);
  });
  return made;
}

function code(estate, group) {
  const list = element("dl", { class: "code" });
  for (const number of functionsOf(estate, group)) {
    const called = estate.functions[number];
    const lines = [
      called.region === null ? "" : estate.regions[called.region],
      called.code,
      called.folder && `in ${called.folder}`,
      called.place && `declared at ${called.place}`,
      called.never,
    ];
    list.append(
      element("dt", {}, called.name),
      ...lines.filter(Boolean).map((line) => element("dd", {}, line)),
    );
  }
  return list;
}

function functionsOf(estate, group) {
  const all = group.targets.map((target) => estate.applications[target.application].function);
  return [...new Set(all.filter((number) => number !== null))];
}

function outages(estate, group) {
  const regions = [...new Set(group.targets.map((target) => estate.applications[target.application].region))];
  const rows = [["nothing is down", [], []], ...regions.map((region) => [`${estate.regions[region]} is down`, [region], []])];
  if (regions.length > 1) rows.push(["all Regions are down", regions, []]);
  rows.push(...functionsOf(estate, group).map((number) => [`function ${estate.functions[number].name} is down`, [], [number]]));
  const body = element("tbody");
  for (const [when, downRegions, downFunctions] of rows) {
    const verdict = whatIf(estate, group, new Set(downRegions), new Set(downFunctions));
    const each = { group, verdict, standing: standing(group, verdict) };
    body.append(
      element("tr", { class: each.standing }, element("th", { scope: "row" }, when), element("td", {}, answerWords(estate, each))),
    );
  }
  const head = element("thead", {}, element("tr", {}, element("th", { scope: "col" }, "When"), element("th", { scope: "col" }, "Answer")));
  return element("table", {}, head, body);
}
