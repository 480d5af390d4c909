// The map: triggers on the left, the applications of each Region on the right, a line for each priority in between.

const ROW = 48;
const GAP = 12;
const BADGE = 18;

/** An SVG of these groups with their verdicts, as wide as there is room. */
function routeMap(estate, shown, downRegions, downFunctions, width) {
  const column = Math.round(width * (width < 560 ? 0.4 : 0.34));
  const left = place(shown, (each) => Math.max(ROW, each.group.targets.length * BADGE + 6));
  const bands = regionBands(estate, shown);
  const height = Math.max(left.height, bands.height) + 2;
  const lower = { left: (height - left.height) / 2, right: (height - bands.height) / 2 };
  const picture = drawn("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img" });
  picture.append(drawn("title", {}, `${counted(shown.length, "chain")} of triggers to applications; the list below says the same in words`));
  for (const band of bands.bands) {
    picture.append(regionBand(estate, band, width - column, lower.right, column, downRegions));
    for (const node of band.nodes) {
      picture.append(applicationNode(estate, node, width - column + 8, lower.right, column - 16, downRegions, downFunctions));
    }
  }
  const ends = new Map(bands.bands.flatMap((band) => band.nodes.map((node) => [node.application, node.y + ROW / 2])));
  // Lines that carry calls lie above the others.
  const lines = shown.flatMap((each, at) => chainLines(each, left.tops[at] + lower.left, column, width - column + 8, ends, lower.right));
  lines.sort((one, other) => one.rank - other.rank);
  picture.append(...lines.map((line) => line.path), ...lines.map((line) => line.badge));
  picture.append(...shown.map((each, at) => triggerNode(each, left.tops[at] + lower.left, column)));
  return picture;
}

function place(things, heightOf) {
  const tops = [];
  let height = 0;
  for (const thing of things) {
    tops.push(height);
    height += heightOf(thing) + GAP;
  }
  return { tops, height: Math.max(0, height - GAP) };
}

function regionBands(estate, shown) {
  const used = [...new Set(shown.flatMap((each) => each.group.targets.map((target) => target.application)))];
  const bands = [];
  let y = 0;
  for (const region of estate.regions.keys()) {
    const own = used.filter((application) => estate.applications[application].region === region);
    if (!own.length) continue;
    const top = y;
    y += 26;
    const nodes = own.map((application) => ({ application, y: (y += ROW + 8) - ROW - 8 }));
    bands.push({ region, top, height: y - top, nodes });
    y += GAP;
  }
  return { bands, height: Math.max(0, y - GAP) };
}

function regionBand(estate, band, x, lower, width, downRegions) {
  const down = downRegions.has(band.region);
  return drawn(
    "g",
    { class: `band${down ? " down" : ""}` },
    drawn("rect", { x: x + 1, y: band.top + lower + 1, width: width - 2, height: band.height, rx: 10 }),
    words(`${estate.regions[band.region]}${down ? ": down" : ""}`, x + 10, band.top + lower + 18, width - 20, "region"),
  );
}

function applicationNode(estate, node, x, lower, width, downRegions, downFunctions) {
  const application = estate.applications[node.application];
  const called = application.function === null ? null : estate.functions[application.function];
  const out = whyNot(estate, application, downRegions, downFunctions);
  const y = node.y + lower;
  return drawn(
    "g",
    { class: `node application${out ? " out" : ""}` },
    drawn("title", {}, [application.name, called ? called.name : "function not known here", out].filter(Boolean).join("\n")),
    drawn("rect", { x, y, width, height: ROW, rx: 7 }),
    words(application.name, x + 10, y + 20, width - 20, "name"),
    words(called ? called.name : "function not known here", x + 10, y + 37, width - 20, "detail"),
  );
}

function triggerNode(each, y, width) {
  const height = Math.max(ROW, each.group.targets.length * BADGE + 6);
  const middle = y + height / 2;
  const { title, detail } = headline(each);
  return drawn(
    "g",
    { class: `node trigger ${each.standing}` },
    drawn("title", {}, `${title}\n${detail}`),
    drawn("rect", { x: 1, y: y + 1, width: width - 2, height: height - 2, rx: 7 }),
    words(title, 11, middle - 4, width - 22, "name"),
    words(detail, 11, middle + 13, width - 22, "detail"),
  );
}

function headline(each) {
  const { triggers } = each;
  const verdict = { nobody: "nobody answers", disabled: "disabled" }[each.standing];
  if (triggers.length === 1) return { title: triggers[0].value, detail: verdict ?? `rule ${triggers[0].rule}` };
  const all = triggers.length === each.group.triggers.length;
  return { title: all ? each.group.words : counted(triggers.length, "route"), detail: verdict ?? `${triggers[0].value} and others` };
}

function chainLines(each, top, from, to, ends, lower) {
  const { targets } = each.group;
  const height = Math.max(ROW, targets.length * BADGE + 6);
  return targets.map((target, at) => {
    const y = top + (height * (at + 1)) / (targets.length + 1);
    const end = ends.get(target.application) + lower;
    const state = lineState(each, at);
    const middle = (from + to) / 2;
    const path = drawn("path", { class: `line ${state}`, d: `M${from} ${y}C${middle} ${y} ${middle} ${end} ${to} ${end}` });
    const badge = drawn(
      "g",
      { class: `badge ${state}` },
      drawn("circle", { cx: from + 12, cy: y, r: 8 }),
      drawn("text", { x: from + 12, y: y + 3.5, "text-anchor": "middle" }, String(target.priority)),
    );
    return { path, badge, rank: { standby: 0, failed: 1, answers: 2 }[state] };
  });
}

function lineState(each, at) {
  if (at === each.verdict.answers) return "answers";
  return at < each.verdict.tried.length ? "failed" : "standby";
}

/** Text that keeps its beginning and end where there is no room for all of it: names often differ at the end. */
function words(text, x, y, width, kind) {
  const pen = words.pen ?? (words.pen = document.createElement("canvas").getContext("2d"));
  pen.font = `${kind === "detail" ? "11px" : "600 12.5px"} ${getComputedStyle(document.documentElement).fontFamily}`;
  let shown = text;
  for (let kept = text.length - 1; kept > 1 && pen.measureText(shown).width > width; kept = Math.min(kept - 1, Math.floor(kept * 0.97))) {
    shown = `${text.slice(0, Math.ceil(kept / 2))}…${text.slice(text.length - Math.floor(kept / 2))}`;
  }
  return drawn("text", { x, y, class: kind }, shown);
}
