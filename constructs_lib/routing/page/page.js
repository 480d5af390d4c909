// The page: what is switched off, what is searched for, and everything drawn anew when one of them changes.

const CARDS = 30;
const MAPPED = 10;

const $ = (id) => document.getElementById(id);
const estate = JSON.parse($("data").textContent);
const down = { regions: new Set(), functions: new Set() };
const view = { all: false, limit: CARDS, open: new Set(), triggers: new Map(), render };

for (const group of estate.groups) {
  const chainText = group.targets.map(({ application }) => {
    const { name, region, function: number } = estate.applications[application];
    const called = number === null ? "" : `${estate.functions[number].name} ${estate.functions[number].code}`;
    return `${name} ${estate.regions[region]} ${called}`;
  });
  group.text = chainText.join(" ").toLowerCase();
  for (const trigger of group.triggers) {
    trigger.text = `${trigger.value} ${trigger.rule} ${trigger.place}`.toLowerCase();
    trigger.digits = trigger.value.replace(/\D/g, "");
  }
}

function matching(group, query) {
  const digits = query.replace(/\D/g, "");
  // A number may be typed as people write it.
  if (/^[\d\s().+-]{3,}$/.test(query) && digits.length > 2) {
    return group.triggers.filter((trigger) => trigger.digits.includes(digits));
  }
  const words = query.toLowerCase().split(/\s+/).filter((word) => word && !group.text.includes(word));
  return group.triggers.filter((trigger) => words.every((word) => trigger.text.includes(word)));
}

function assessed() {
  return estate.groups.map((group, at) => {
    const verdict = whatIf(estate, group, down.regions, down.functions);
    return { group, at, verdict, standing: standing(group, verdict), triggers: group.triggers };
  });
}

function render() {
  const all = assessed();
  const query = $("search").value.trim();
  const wanted = $("filter").value;
  const shown = all
    .filter((each) => !wanted || each.standing === wanted)
    .map((each) => ({ ...each, triggers: matching(each.group, query) }))
    .filter((each) => each.triggers.length);
  renderVerdict(all);
  renderMap(shown);
  const limit = view.all ? Infinity : view.limit;
  $("cards").replaceChildren(...shown.slice(0, limit).map((each) => card(estate, each, view)));
  const matched = total(shown);
  $("found").textContent = `${matched.toLocaleString("en")} of ${counted(total(all), "route")} shown`;
  $("more").hidden = shown.length <= limit;
  $("more").textContent = `Show more (${(shown.length - limit).toLocaleString("en")} chains are left)`;
}

function total(several) {
  return several.reduce((sum, each) => sum + each.triggers.length, 0);
}

function renderVerdict(all) {
  const count = { first: 0, moved: 0, nobody: 0, disabled: 0 };
  for (const each of all) count[each.standing] += each.triggers.length;
  const off = [
    ...[...down.regions].sort((one, other) => one - other).map((region) => estate.regions[region]),
    ...[...down.functions].sort((one, other) => one - other).map((number) => `function ${estate.functions[number].name}`),
  ];
  const when = off.length ? `Down: ${off.join(", ")}.` : "Nothing is down.";
  const lost = count.nobody ? `Nobody answers ${counted(count.nobody, "route")}.` : "Somebody answers every enabled route.";
  const moved = count.moved ? ` ${counted(count.moved, "route")} ${count.moved === 1 ? "fails" : "fail"} over.` : "";
  const sentence = all.length ? `${when} ${lost}${moved}` : "There is no route here.";
  // Said anew only when it changed, so that typing in the search is not interrupted.
  if ($("verdict").textContent !== sentence) $("verdict").textContent = sentence;
  $("verdict").classList.toggle("nobody", count.nobody > 0);
  const errors = estate.findings.filter((finding) => !finding.acknowledged && finding.severity === "error").length;
  const warnings = estate.findings.filter((finding) => !finding.acknowledged && finding.severity === "warning").length;
  const tally = [
    ["first answers", count.first, "first"],
    ["fail over", count.moved, count.moved ? "moved" : ""],
    ["no answer", count.nobody, count.nobody ? "nobody" : ""],
    ["disabled", count.disabled, ""],
    ["errors", errors, errors ? "nobody" : ""],
    ["warnings", warnings, warnings ? "moved" : ""],
  ];
  $("tally").replaceChildren(
    ...tally.map(([name, number, kind]) =>
      element("div", { class: kind }, element("dt", {}, name), element("dd", {}, number.toLocaleString("en"))),
    ),
  );
}

function renderMap(shown) {
  const some = shown.slice(0, MAPPED);
  const width = Math.max(280, Math.floor($("map").clientWidth));
  $("map").replaceChildren(...(some.length ? [routeMap(estate, some, down.regions, down.functions, width)] : []));
  const rest = shown.length - some.length;
  $("map-note").textContent = rest > 0 ? `${MAPPED} of ${shown.length.toLocaleString("en")} chains are drawn; a search narrows them.` : "";
}

function start() {
  $("summary").textContent = estate.summary;
  $("footnote").textContent = estate.groups.length ? estate.footnote : "";
  document.title = `Routes: ${estate.summary}`;
  switches(estate, down, $("switches"), render);
  $("notes").append(...notes(estate));
  render();
  for (const [id, event] of [["search", "input"], ["filter", "change"]]) {
    $(id).addEventListener(event, () => {
      view.limit = CARDS;
      view.triggers.clear();
      render();
    });
  }
  $("more").addEventListener("click", () => {
    view.limit += CARDS;
    render();
  });
  $("well").addEventListener("click", () => {
    down.regions.clear();
    down.functions.clear();
    for (const box of $("switches").querySelectorAll(":checked")) box.checked = false;
    render();
  });
  $("theme").addEventListener("change", () => {
    document.documentElement.dataset.theme = $("theme").value;
  });
  let width = $("map").clientWidth;
  new ResizeObserver(() => {
    if ($("map").clientWidth === width) return;
    width = $("map").clientWidth;
    render();
  }).observe($("map"));
  // On paper there is no button to press.
  addEventListener("beforeprint", () => printed(true));
  addEventListener("afterprint", () => printed(false));
}

function printed(all) {
  view.all = all;
  render();
}

start();
