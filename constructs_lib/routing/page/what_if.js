// Who answers, as constructs_lib/routing/what_if.py says it; tests/browser holds the two against each other.

/** Which target of a group answers, by its place, or -1, and why each before it does not. */
function whatIf(estate, group, downRegions, downFunctions) {
  const tried = [];
  for (const [at, target] of group.enabled ? group.targets.entries() : []) {
    const failed = whyNot(estate, estate.applications[target.application], downRegions, downFunctions);
    if (!failed) return { answers: at, tried };
    tried.push(failed);
  }
  return { answers: -1, tried };
}

function whyNot(estate, application, downRegions, downFunctions) {
  if (downRegions.has(application.region)) return `${estate.regions[application.region]} is down`;
  if (application.function === null) return "";
  const called = estate.functions[application.function];
  if (downFunctions.has(application.function)) return `function ${called.name} cannot be invoked`;
  // Why a function cannot be invoked even when nothing is down is known before.
  return called.never;
}

/** What a verdict means for callers: first, moved, nobody or disabled. */
function standing(group, verdict) {
  if (!group.enabled) return "disabled";
  if (verdict.answers < 0) return "nobody";
  return verdict.answers > 0 ? "moved" : "first";
}
