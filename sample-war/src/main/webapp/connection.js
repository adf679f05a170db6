import { MeshClient } from "./mesh/client.js";
import { $, toast } from "./dom.js";
import { Wire, cut, network } from "./network.js";
import { credential, me, newPass } from "./visitor.js";

const own = new URL("mesh", location.href.replace(/^http/, "ws")).href;
const STALE_SECONDS = 5;
/** The addresses of instances: the one that this page came from first, then those that they tell of each other. */
let addresses = [own];
let current = 0;
let tries = 0;

/** Asked before each attempt: the address that worked last, then the others in turn. */
function where() {
  if (network.cut) throw new Error("The connection is cut");
  return addresses[(current + tries++) % addresses.length];
}

export const client = new MeshClient(where, {
  credential,
  WebSocket: Wire,
  reconnectInterval: 300,
  maxReconnectInterval: 2000,
});

const TEXT = { connecting: "Connecting", online: "Online", reconnecting: "Retrying", offline: "Offline", closed: "Closed" };

/** Asks after each connect who the visitor is, and which instance serves the page. */
export async function enter() {
  const [{ id }, { name: instance, mayStop }] = await Promise.all([
    client.command("me", {}, { repeatable: true }),
    client.command("instance", {}, { repeatable: true }),
  ]);
  if (me.instance && me.instance !== instance) toast(`${me.instance} is gone: ${instance} took over`, "good");
  if (me.id && me.id !== id) toast("With this pass you are somebody else", "bad");
  Object.assign(me, { id, instance });
  $("instance").textContent = instance;
  $("stop").hidden = !mayStop;
}

/** Takes another name or colour: the visitor signs in again. */
export const rename = () => client.command("mesh/authenticate", { credential: credential() });

function arrived() {
  current = (current + Math.max(0, tries - 1)) % addresses.length;
  tries = 0;
}

/** Comes back with another pass. */
export function forge() {
  localStorage.pass = newPass();
  cut(true);
  cut(false);
}

export function showConnection() {
  client.status.subscribe((state) => {
    $("state").textContent = network.cut && state !== "online" ? "Cut" : TEXT[state];
    document.body.dataset.state = state;
  });
  client.on("latency", (ms) => ($("latency").textContent = `${Math.round(ms)} ms`));
  client.on("disconnect", () => ($("latency").textContent = "–"));
  client.on("connect", arrived);
  client.on("reconnect", arrived);
  client.on("lost", ({ kind, name }) => kind !== "name" && toast(`Some of ${kind} ${name} was missed`, "bad"));
  $("cut").onclick = () => {
    cut(!network.cut);
    $("cut").setAttribute("aria-checked", String(!network.cut));
    $("state").textContent = network.cut ? "Cut" : "Retrying";
  };
}

/** Follows which instances there are: for the next attempt, and for the link to another one. */
export async function followInstances() {
  const instances = await client.subscribeRecord("stat:instances", { mode: "patch" });
  let shown = "";
  instances.subscribe((value) => {
    const all = Object.entries(value ?? {});
    const newest = Math.max(...all.map(([, { seen }]) => seen));
    const alive = all.filter(([, { seen }]) => newest - seen < STALE_SECONDS).map(([name, { address }]) => ({ name, address }));
    const key = alive.map(({ name }) => name).join();
    if (key === shown) return;
    shown = key;
    const used = addresses[current];
    const others = alive.map(({ address }) => new URL("mesh", address.replace(/^http/, "ws")).href);
    addresses = [...new Set([used, own, ...others])];
    current = 0;
    const other = alive.find(({ name }) => name !== me.instance);
    $("elsewhere").hidden = !other;
    if (other) {
      $("elsewhere").href = other.address + location.hash;
      $("elsewhere").textContent = `Open ${other.name}`;
    }
  });
}
