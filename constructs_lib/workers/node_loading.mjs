// Finding and loading a handler, and saying as Lambda does what goes wrong with it, with what to do.
//
// Facts: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html and nodejs-package.html.

import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";

const ENDS = [".js", ".mjs", ".cjs"];
const TYPESCRIPT = [".ts", ".mts", ".cts"]; // not in Lambda: for files that nobody declared
const COMPILE = " (Node only takes the types away: write `import type` for what is only a type, and compile what needs more, as in esbuild --bundle --platform=node)";
const ASYNC = new Set(["ERR_REQUIRE_ESM", "ERR_REQUIRE_ASYNC_MODULE"]);

/** The handler could not be loaded; said as Lambda says it. */
export class NotLoadedError extends Error {}

/** The handler that was named, or a NotLoadedError. */
export async function load(setup) {
  const [root] = setup.path;
  const [, place, name] = /^((?:.*\/)?[^./][^/.]*)\.([^/]+)$/.exec(setup.entry) ?? [];
  if (!place || place.split("/").includes("..")) {
    throw new NotLoadedError(`Runtime.MalformedHandlerName: Bad handler ${JSON.stringify(setup.entry)}: it must be module.function`);
  }
  const ends = setup.declared ? ENDS : [...ENDS, ...TYPESCRIPT];
  const file = ends.map((end) => path.join(root, place + end)).find((each) => fs.existsSync(each));
  if (!file) {
    const there = fs.readdirSync(root).filter((each) => ends.includes(path.extname(each)));
    const words = `Cannot find module '${place}' (its folder has ${there.sort().join(", ") || "no JavaScript files"})`;
    throw new NotLoadedError(`Runtime.ImportModuleError: Error: ${words}`);
  }
  const began = performance.now();
  let module;
  try {
    module = await loadFile(file);
  } catch (error) {
    fs.writeSync(2, `ERROR\tUncaught Exception\t${error?.stack ?? String(error)}\n`);
    const compile = TYPESCRIPT.includes(path.extname(file)) ? COMPILE : "";
    throw new NotLoadedError(failed(error, file) + compile);
  }
  const seconds = Math.round((performance.now() - began) / 1000);
  if (seconds >= 2) {
    console.log(`note: the module took ${seconds} s to load; on a cold start the service waits for that too`);
  }
  const found = [module, module.default].map((each) => name.split(".").reduce((owner, key) => owner?.[key], each));
  const handler = found.find((each) => each !== undefined);
  if (typeof handler !== "function") {
    const names = new Set([...Object.keys(module), ...Object.keys(Object(module.default))]);
    const there = [...names].filter((each) => each !== "default" && each !== "module.exports");
    const words = `${setup.entry} is undefined or not exported; the module exports ${there.sort().join(", ") || "nothing"}`;
    throw new NotLoadedError(`Runtime.HandlerNotFound: ${words}`);
  }
  return handler;
}

async function loadFile(file) {
  if (isModule(file)) return import(pathToFileURL(file).href);
  try {
    return Object(createRequire(file)(file));
  } catch (error) {
    if (!ASYNC.has(error?.code)) throw error;
    return import(pathToFileURL(file).href);
  }
}

/** Whether a file says of itself, or its package says, that it is an ES module. */
function isModule(file) {
  if (/\.m[jt]s$/.test(file)) return true;
  if (/\.c[jt]s$/.test(file)) return false;
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    try {
      return JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8")).type === "module";
    } catch (error) {
      if (error.code !== "ENOENT" || folder === path.dirname(folder)) return false;
    }
  }
}

/** Why a module could not be loaded, in Lambda's words, with what to do. */
function failed(error, file) {
  if (["MODULE_NOT_FOUND", "ERR_MODULE_NOT_FOUND", "ERR_PACKAGE_PATH_NOT_EXPORTED"].includes(error?.code)) {
    const [first] = error.message.split("\n");
    const name = /Cannot find (?:module|package) '([^'./][^']*)'/.exec(first)?.[1];
    const hint = name ? ` (put it beside the handler: npm install ${name})` : "";
    return `Runtime.ImportModuleError: Error: ${first}${hint}`;
  }
  if (!process.features.typescript && TYPESCRIPT.includes(path.extname(file))) {
    return `Runtime.UserCodeSyntaxError: Node ${process.versions.node} runs no TypeScript, 22.18 and newer do`;
  }
  if (error instanceof SyntaxError || error?.code === "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX") {
    const hint = /import statement outside|Unexpected token 'export'/.test(error.message)
      ? ' (an ES module is named .mjs, or has "type": "module" in its package.json)'
      : "";
    return `Runtime.UserCodeSyntaxError: SyntaxError: ${error.message}${hint}`;
  }
  return described(error);
}

/** What was thrown, in one line. */
export function described(error) {
  if (!(error instanceof Error)) return `${typeof error}: ${String(error)}`;
  // That fetch failed says nothing; why is in its cause.
  const why = error.cause instanceof Error && error.cause.message ? ` (${error.cause.message})` : "";
  return `${error.name}: ${error.message}${why}`;
}
