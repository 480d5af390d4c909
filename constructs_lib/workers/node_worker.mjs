// The program of a warm Node process: loads one handler, then answers events until nobody asks any more.
//
// Its arguments say where the pipes are, and the first line that it reads everything else; each further line is an event, each
// line that it writes an answer. The handler has the usual file descriptors to itself: what it prints is its log.
//
// Facts: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html and nodejs-context.html.

import fs from "node:fs";
import { createRequire } from "node:module";
import net from "node:net";
import process from "node:process";
import { Worker } from "node:worker_threads";

import { load, described, NotLoadedError } from "./node_loading.mjs";

const LARGEST_ANSWER = 6291556; // bytes, https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
const [requests, answers, lifeline] = process.argv.splice(1).slice(1).map(Number);
const now = performance.now.bind(performance);
const fromNode = createRequire(import.meta.url);

// Ends this process and its children when the asker is gone, however that happened, even while the handler is in a loop.
const watch = `
  const asker = new (require("node:net").Socket)({ fd: ${lifeline}, readable: true, writable: false });
  asker.on("close", () => process.kill(-process.pid, "SIGKILL")).on("error", () => {}).resume();
`;
new Worker(watch, { eval: true, execArgv: [], env: {} }).unref();

// What the handler prints is in its log before its answer is told.
for (const stream of [process.stdout, process.stderr]) stream._handle?.setBlocking?.(true);

let setup;
let handler;
let finish; // answers the event that is being handled
let emptied; // what to do when the handler has nothing more to wait for
const asked = new net.Socket({ fd: requests, readable: true, writable: false });
let begun = [];
asked.on("data", (chunk) => {
  const end = chunk.indexOf(10);
  begun.push(end < 0 ? chunk : chunk.subarray(0, end));
  if (end < 0) return;
  const line = JSON.parse(Buffer.concat(begun).toString());
  begun = []; // only one line is sent at a time
  if (setup) invoke(line);
  else start(line);
});
asked.on("close", () => process.kill(-process.pid, "SIGKILL"));
process.on("beforeExit", () => emptied?.());
process.on("uncaughtException", (error) => leave("Uncaught Exception", error));
process.on("unhandledRejection", (error) => leave("Unhandled Promise Rejection", error, "Runtime.UnhandledPromiseRejection: "));

async function start(given) {
  setup = given;
  fromNode("./node_network.cjs").leadNowhere(setup.nowhere);
  fromNode("./node_sdk.cjs").prepare(setup.runtime, setup.nowhere);
  try {
    handler = await load(setup);
  } catch (error) {
    if (!(error instanceof NotLoadedError)) throw error;
    send({ failed: error.message });
    process.exit(1);
  }
  send({ ready: true });
}

function invoke(request) {
  const ends = now() + request.seconds * 1000;
  asked.unref();
  finish = (text) => {
    finish = emptied = undefined;
    asked.ref();
    write(text);
  };
  const context = contextOf(request, ends);
  // Whoever says something first is heard, as in Lambda: an async function that also calls back answers what it called back.
  let heard = false;
  const once = (say) => (...said) => {
    if (heard) return;
    heard = true;
    say(...said);
  };
  const answer = finish;
  const succeed = once((result) => answer(serialized(result)));
  const fail = once((error) => answer(failure(error)));
  const done = (error, result) => (error === undefined || error === null ? succeed(result) : fail(error));
  const callback = once((error, result) => {
    const say = () => answer(error === undefined || error === null ? serialized(result) : failure(error));
    if (context.callbackWaitsForEmptyEventLoop) emptied = say;
    else setImmediate(say);
  });
  emptied = () => succeed(null);
  const callsBack = !(/^nodejs(\d+)/.exec(setup.runtime)?.[1] >= 24);
  if (callsBack) Object.assign(context, { done, succeed, fail });
  else if (handler.length >= 3) {
    fail(new CallbackHandlerDeprecated(`${setup.runtime} calls no handler with a callback: make it an async function`));
    return;
  }
  try {
    const result = handler(request.event, context, callsBack ? callback : undefined);
    if (typeof result?.then === "function") result.then(succeed, fail);
    else if (!callsBack) succeed(result);
  } catch (error) {
    fail(error);
  }
}

class CallbackHandlerDeprecated extends Error {
  name = "Runtime.CallbackHandlerDeprecated";
}

function failure(error) {
  log("Invoke Error", error);
  return JSON.stringify({ error: described(error) });
}

function contextOf(request, ends) {
  const about = setup.about;
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: about.function_name,
    functionVersion: about.function_version,
    invokedFunctionArn: about.invoked_function_arn,
    memoryLimitInMB: about.memory_limit_in_mb,
    logGroupName: about.log_group_name,
    logStreamName: about.log_stream_name,
    awsRequestId: request.id,
    getRemainingTimeInMillis: () => Math.max(0, Math.floor(ends - now())),
  };
}

function serialized(result) {
  let text;
  try {
    text = JSON.stringify(result ?? null) ?? "null";
  } catch (error) {
    log("Invoke Error", error);
    return JSON.stringify({ error: `Runtime.MarshalError: Unable to stringify response body: ${error.message}` });
  }
  const size = Buffer.byteLength(text);
  if (size <= LARGEST_ANSWER) return `{"answer": ${text}}`;
  const words = `Response payload size (${size} bytes) exceeds ${LARGEST_ANSWER}`;
  return JSON.stringify({ error: `Function.ResponseSizeTooLarge: ${words}` });
}

/** What nobody caught ends the process, as in Lambda; the event that is being handled fails. */
function leave(what, error, prefix = "") {
  log(what, error);
  if (finish) write(JSON.stringify({ error: prefix + described(error), last: true }));
  else if (!handler) send({ failed: prefix + described(error) });
  process.exit(1);
}

function log(what, error) {
  try {
    fs.writeSync(2, `ERROR\t${what}\t${error?.stack ?? String(error)}\n`);
  } catch {
    // The handler has closed its log.
  }
}

function send(answer) {
  write(JSON.stringify(answer));
}

function write(text) {
  let rest = Buffer.from(`${text}\n`);
  while (rest.length) rest = rest.subarray(fs.writeSync(answers, rest));
}
