// Measures the cost of the client itself, without a network: node mesh-client-js/bench/speed.mjs
import { performance } from "node:perf_hooks";
import { MeshClient } from "../src/client.js";

const ROUNDS = 7;

let socket;
class Loopback {
  readyState = 1;
  constructor() {
    socket = this;
    queueMicrotask(() => this.say({ command: "mesh/assign-id", payload: "id" }));
  }
  send(text) {
    const { id, command } = JSON.parse(text);
    if (command === "mesh/subscribe-record") {
      this.say({ id, command, payload: { success: true, record: document, version: 1 } });
    } else if (id !== undefined) {
      this.say({ id, command, payload: true });
    }
  }
  say(frame) {
    this.onmessage({ data: JSON.stringify(frame) });
  }
  close() {}
}

/** About 10 KB: a hundred objects. */
const document = {
  items: Array.from({ length: 100 }, (_, i) => ({ id: i, title: `Item ${i}`, text: "x".repeat(48), done: false, at: 0 })),
};

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

/** The median of several rounds, in µs each; the frames are made before the clock starts. */
function measure(count, frame) {
  const rounds = [];
  for (let round = 0; round < ROUNDS; round++) {
    const frames = Array.from({ length: count }, () => JSON.stringify(frame()));
    const start = performance.now();
    for (const data of frames) socket.onmessage({ data });
    rounds.push(((performance.now() - start) * 1000) / count);
  }
  return median(rounds);
}

/** The rest without the time to parse. */
function parsing(count, frame) {
  const rounds = [];
  for (let round = 0; round < ROUNDS; round++) {
    const frames = Array.from({ length: count }, () => JSON.stringify(frame()));
    const start = performance.now();
    for (const data of frames) JSON.parse(data);
    rounds.push(((performance.now() - start) * 1000) / count);
  }
  return median(rounds);
}

const mesh = new MeshClient("ws://loopback/mesh", { WebSocket: Loopback });
await mesh.connect();

let heard = 0;
mesh.on("event", () => heard++);
const event = () => ({ command: "event", payload: { text: "hello", n: 1 } });
const eventCost = measure(100_000, event);
const eventParsing = parsing(100_000, event);

const record = await mesh.subscribeRecord("items", () => heard++, { mode: "patch" });
let version = 1;
const patch = () => {
  version++;
  return {
    command: "mesh/record-update",
    payload: { recordId: "items", version, patch: [{ op: "replace", path: `/items/${version % 100}/at`, value: version }] },
  };
};
const patchCost = measure(5_000, patch);
if (record.version !== version || heard === 0) throw new Error("updates were lost");

console.log(`record of ${JSON.stringify(document).length} characters: ${patchCost.toFixed(1)} µs a patch, ${Math.round(1e6 / patchCost)} patches/s`);
console.log(`event: ${eventCost.toFixed(2)} µs, of which JSON.parse ${eventParsing.toFixed(2)} µs`);
await mesh.close();
process.exit(0);
