// Keeps a handler's process, and the threads that it starts, off the network: only this machine can be reached.
//
// A guard against accidents, not a wall: what a handler starts as another program is not covered. It is preloaded.
"use strict";

const dgram = require("node:dgram");
const dns = require("node:dns");
const fs = require("node:fs");
const net = require("node:net");

const LOOPBACK = /^(|localhost|.*\.localhost|(::ffff:)?127\.\d+\.\d+\.\d+|::1?|0\.0\.0\.0)$/i;
const REMEDY = "start the local cloud, or give its address with --endpoint-url http://127.0.0.1:PORT";
const told = new Set();
let nowhere; // the port at which nobody answers

/** Say something once, in the handler's log. */
function tell(about, words) {
  if (told.has(about)) return;
  told.add(about);
  try {
    fs.writeSync(2, `note: ${words}\n`);
  } catch {
    // The handler has closed its log.
  }
}

/** The error for a host that is not this machine; nothing for one that is. */
function refusal(host) {
  if (typeof host !== "string" || LOOPBACK.test(host)) return undefined;
  const words = `a simulated call reaches nothing outside of this machine, and this handler wants ${host}`;
  tell(host, `${words}; for AWS, ${REMEDY}`);
  return Object.assign(new Error(words), { code: "ECONNREFUSED", errno: -111, syscall: "connect", address: host });
}

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...given) {
  // As Node itself reads it: an object, a path, or port and host; wrapped in an array once by net.connect.
  const list = Array.isArray(given[0]) ? given[0] : given;
  const options = typeof list[0] === "object" && list[0] !== null ? list[0] : { port: list[0], host: list[1] };
  if (Number(options.port) === nowhere) {
    tell("AWS", `this handler calls AWS, and no local cloud is there to answer: ${REMEDY}`);
  }
  const error = options.path === undefined || options.path === null ? refusal(options.host) : undefined;
  if (!error) return connect.apply(this, given);
  process.nextTick(() => this.destroy(error));
  return this;
};

const send = dgram.Socket.prototype.send;
dgram.Socket.prototype.send = function (...given) {
  const error = given.slice(1).map((each) => refusal(each)).find(Boolean);
  if (!error) return send.apply(this, given);
  const done = given[given.length - 1];
  process.nextTick(() => (typeof done === "function" ? done(error) : this.emit("error", error)));
  return undefined;
};

const associate = dgram.Socket.prototype.connect;
dgram.Socket.prototype.connect = function (port, host, done) {
  const error = refusal(host);
  if (!error) return associate.call(this, port, host, done);
  process.nextTick(() => (typeof done === "function" ? done(error) : this.emit("error", error)));
  return undefined;
};

/** Names and addresses are looked up by other machines. */
function guardLookUps(owner, refuse) {
  for (const name of Object.getOwnPropertyNames(owner)) {
    if (!/^(lookup|resolve|reverse)/.test(name) || typeof owner[name] !== "function") continue;
    const original = owner[name];
    owner[name] = function (host, ...rest) {
      const error = refusal(host);
      return error ? refuse(error, rest) : original.call(this, host, ...rest);
    };
  }
}

const byCallback = (error, rest) => {
  const done = rest[rest.length - 1];
  if (typeof done === "function") process.nextTick(done, error);
  return {};
};
const byPromise = (error) => Promise.reject(error);
guardLookUps(dns, byCallback);
guardLookUps(dns.Resolver.prototype, byCallback);
guardLookUps(Object.getPrototypeOf(dns.Resolver.prototype), byCallback);
guardLookUps(dns.promises, byPromise);
guardLookUps(dns.promises.Resolver.prototype, byPromise);

/** Say that AWS calls go to a port at which nobody answers. */
exports.leadNowhere = (port) => {
  nowhere = port;
};
