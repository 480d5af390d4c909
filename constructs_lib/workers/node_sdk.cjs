// The AWS SDK without AWS: where nobody answers it tries once, and where it is not installed it has a stand-in.
//
// Lambda brings the SDK, this machine may not. With the stand-in a handler can be loaded and run until it calls AWS: that
// fails with an error that says what to install. Version 2
// (`aws-sdk`) is offered where Lambda brings it, up to Node 16, and version 3 (`@aws-sdk/…`) from Node 18 on; both where no
// runtime is declared.
// Facts: https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html.
"use strict";

const fs = require("node:fs");
const Module = require("node:module");
const { fileURLToPath } = require("node:url");

const SCHEME = "chime-voice-sdk:";
const KEY = Symbol.for(SCHEME);

/** Offer what is not there, to whoever loads it; take the retries of version 2 away where nobody answers. */
exports.prepare = (runtime, nowhere) => {
  const major = Number(/^nodejs(\d+)/.exec(runtime)?.[1]);
  const offered = (name) =>
    (major >= 18 ? false : /^aws-sdk($|\/)/.test(name)) || (major < 18 ? false : name.startsWith("@aws-sdk/"));

  const load = Module._load;
  Module._load = function (name, ...rest) {
    try {
      const loaded = load.call(this, name, ...rest);
      if (nowhere && name === "aws-sdk") loaded.config?.update?.({ maxRetries: 0 });
      return loaded;
    } catch (error) {
      if (error?.code !== "MODULE_NOT_FOUND" || !offered(name)) throw error;
      return sdk(name);
    }
  };

  if (!Module.registerHooks) return; // an older Node: ES modules find the SDK only where it is installed
  globalThis[KEY] = sdk;
  Module.registerHooks({
    resolve(name, context, next) {
      try {
        return next(name, context);
      } catch (error) {
        if (error?.code !== "ERR_MODULE_NOT_FOUND" || !offered(name)) throw error;
        return { url: `${SCHEME}${name}?${namesTakenFrom(name, context.parentURL)}`, format: "module", shortCircuit: true };
      }
    },
    load(url, context, next) {
      if (!url.startsWith(SCHEME)) return next(url, context);
      const [name, names] = url.slice(SCHEME.length).split("?");
      const lines = names.split(",").filter(Boolean).map((each) => `export const ${each} = sdk.${each};`);
      const first = `const sdk = globalThis[Symbol.for(${JSON.stringify(SCHEME)})](${JSON.stringify(name)});`;
      return { format: "module", source: [first, "export default sdk;", ...lines].join("\n"), shortCircuit: true };
    },
  });
};

/** An ES module has to say what it exports before anybody asks: what the importing file takes. */
function namesTakenFrom(name, parent) {
  if (!parent?.startsWith("file:")) return "";
  const source = fs.readFileSync(fileURLToPath(parent), "utf8");
  const quoted = `["']${name.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&")}["']`;
  const taken = new Set();
  const clauses = [`import\\b([^;"']*?)\\bfrom\\s*${quoted}`, `\\{([^{}]*)\\}\\s*=\\s*await\\s+import\\(\\s*${quoted}`];
  for (const clause of clauses.flatMap((each) => [...source.matchAll(new RegExp(each, "g"))])) {
    const whole = /\*\s*as\s+([\w$]+)/.exec(clause[1])?.[1];
    const words = whole ? source.matchAll(new RegExp(`\\b${whole}\\.([\\w$]+)`, "g")) : clause[1].matchAll(/([\w$]+)(?:\s+as\s+[\w$]+)?(?=\s*[,}])|([\w$]+)\s*:/g);
    for (const word of words) taken.add(word[1] ?? word[2]);
  }
  taken.delete("default");
  return [...taken].join(",");
}

function sdk(name) {
  return name.startsWith("@") ? versionThree(name) : name === "aws-sdk" ? versionTwo() : service(name);
}

function refusal(name) {
  const brings = name.startsWith("@") ? "it" : "it up to Node 16 alone, from Node 18 on version 3, @aws-sdk/...";
  const words = `${name} is not installed beside this handler, so this call to AWS cannot be made; Lambda brings ${brings}`;
  return Object.assign(new Error(`${words}: npm install ${name.split("/clients")[0]}`), {
    name: "NetworkingError",
    code: "NetworkingError",
  });
}

/** An object whose unknown properties are made when they are asked for. Symbols and `then` are not: it is no promise. */
function open(target, make) {
  return new Proxy(target, {
    get(owner, key, self) {
      if (key in owner || typeof key !== "string" || key === "then") return Reflect.get(owner, key, self);
      return (owner[key] = make(key));
    },
  });
}

/** A package of version 3: commands and exceptions can be made, clients can be made and not asked. */
function versionThree(name) {
  const refuse = () => Promise.reject(refusal(name));
  const client = () => open({ config: {}, destroy() {}, middlewareStack: open({}, () => () => {}) }, () => refuse);
  return open({ __esModule: true }, (key) => {
    if (key.endsWith("Command")) return { [key]: class { constructor(input) { this.input = input; } } }[key];
    if (/(Exception|Error)$/.test(key)) return { [key]: class extends Error { name = key; } }[key];
    if (/^from[A-Z]/.test(key)) return () => refuse; // credentials are asked for only when a call is made
    if (/^[a-z]/.test(key)) return () => { throw refusal(name); };
    const made = function () { return client(); };
    return open(Object.assign(made, { from: client }), (value) => value);
  });
}

/** Version 2: every service is a property. */
function versionTwo() {
  const config = open({}, () => () => {});
  return open({ config }, (key) => service("aws-sdk"));
}

function service(name) {
  const call = (...given) => {
    const done = given.at(-1);
    if (typeof done === "function") process.nextTick(done, refusal(name));
    const request = { promise: () => Promise.reject(refusal(name)), send: (then) => process.nextTick(then, refusal(name)) };
    return Object.assign(request, { on: () => request });
  };
  const made = function () { return open({ config: {} }, () => call); };
  return open(made, (key) => (/^[A-Z]/.test(key) ? service(name) : call));
}
