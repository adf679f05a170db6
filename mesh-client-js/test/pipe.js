// A client with a pipe, for the tests of pipes.
import { openPipe } from "../src/pipes.js";
import { connected } from "./clients.js";
import { Server } from "./kit.js";

export const PIPE = { name: "ada", from: "bob", pipe: "p" };

export async function client(options) {
  const mesh = await connected({ reconnectInterval: 100, ...options });
  Server.handlers["mesh/open-pipe"] = Server.handlers["mesh/close-pipe"] = () => ({ success: true });
  await mesh.takeName("ada");
  return mesh;
}

export const opens = (id = "i", window = 1024) => Server.last.say("mesh/pipe-open", { ...PIPE, id, window });
export const sends = (n, data, more) => Server.last.say("mesh/pipe", { id: "i", n, data, ...more });
export const acknowledges = (n, id = "i") => Server.last.say("mesh/pipe-ack", { id, n });

/** The client's frames of this kind on its last connection. */
export const said = (command) => Server.last.received.filter((frame) => frame.command === command).map(({ payload }) => payload);
export const messages = () => said("mesh/pipe").map(({ n, data }) => [n, data]);
export const acks = () => said("mesh/pipe-ack").map(({ n }) => n);

export async function opened(options) {
  const mesh = await client(options);
  const pipe = await openPipe(mesh, "ada", "bob", "p");
  opens();
  await pipe.opened;
  return { mesh, pipe };
}

/** Reads all, and says how it ended. */
export function reading(pipe) {
  const seen = { items: [] };
  (async () => {
    try {
      for await (const item of pipe) seen.items.push(item);
      seen.end = "over";
    } catch (failure) {
      seen.end = failure.code;
    }
  })();
  return seen;
}
