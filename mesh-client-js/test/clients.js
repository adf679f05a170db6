// Clients of the server that kit.js plays.
import { MeshClient } from "../src/client.js";
import { Server } from "./kit.js";

export function client(options = {}, url = "ws://server/mesh") {
  const WebSocket = Server.reset();
  return new MeshClient(url, { WebSocket, ...options });
}

export async function connected(options) {
  const result = client(options);
  await result.connect();
  return result;
}

export function events(from, ...names) {
  const seen = [];
  names.forEach((name) => from.on(name, () => seen.push(name)));
  return seen;
}
