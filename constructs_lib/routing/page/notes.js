// What else to know: findings, what could not be resolved, applications that no rule names. Long lists grow on demand.

const NOTES = 20;

function notes(estate) {
  const open = estate.findings.filter((finding) => !finding.acknowledged);
  const accepted = estate.findings.filter((finding) => finding.acknowledged);
  return [
    note("Findings", open, findingItem),
    note("Accepted findings", accepted, findingItem),
    note("Not resolved", estate.unresolved, (sentence) => element("li", {}, sentence)),
    note("Applications that no rule names", estate.unused, (number) => unusedItem(estate, number)),
  ].filter(Boolean);
}

function note(title, things, itemOf) {
  if (!things.length) return null;
  const list = element("ul", { class: "notes" }, ...things.slice(0, NOTES).map(itemOf));
  const made = element("section", {}, element("h2", {}, `${title} (${things.length.toLocaleString("en")})`), list);
  if (things.length > NOTES) {
    let shown = NOTES;
    const more = button(`Show more of ${things.length.toLocaleString("en")}`, () => {
      list.append(...things.slice(shown, shown + 200).map(itemOf));
      shown += 200;
      more.hidden = shown >= things.length;
    });
    made.append(more);
  }
  return made;
}

function findingItem(finding) {
  const kind = finding.acknowledged ? "accepted" : finding.severity;
  return element(
    "li",
    { class: `finding ${kind}` },
    element("p", {}, element("strong", { class: "severity" }, finding.severity), " ", element("code", {}, finding.id)),
    element("p", {}, finding.message),
    finding.remedy ? element("p", {}, `What to do: ${finding.remedy}`) : null,
    finding.acknowledged ? element("p", {}, `Accepted: ${finding.acknowledged}`) : null,
    finding.place ? element("p", { class: "muted" }, finding.place) : null,
  );
}

function unusedItem(estate, number) {
  const application = estate.applications[number];
  const called = application.function === null ? "function not known here" : estate.functions[application.function].name;
  const about = `${estate.regions[application.region]} · ${called}`;
  return element("li", {}, element("strong", {}, application.name), " ", element("span", { class: "muted" }, about));
}
