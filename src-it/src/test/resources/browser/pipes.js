// The steps of PipesIT's tabs.
import { MeshClient } from "/mesh/client.js";
import { onPipe, openPipe } from "/mesh/pipes.js";
import { until } from "/checks.js";

let mesh, pipe, sent;
const taken = [];
const bytes = { count: 0, sum: 0 };

export async function connect(addresses, name) {
  mesh = new MeshClient(addresses, { reconnectInterval: 50, maxReconnectInterval: 200 });
  await mesh.connect();
  await mesh.takeName(name);
}

export function accept() {
  onPipe(mesh, "numbers", async (accepted) => {
    for await (const number of accepted) taken.push(number);
  });
  onPipe(mesh, "bytes", async (accepted) => {
    for await (const piece of accepted) {
      bytes.count += piece.length;
      piece.forEach((each) => (bytes.sum += each));
    }
  });
}

export async function open(self, peer, name) {
  pipe = await openPipe(mesh, self, peer, name);
}

export function send(last) {
  sent = Promise.all(Array.from({ length: last }, (zero, i) => pipe.send(i + 1)));
}

export async function sendFile(size) {
  const progress = [];
  const file = new Blob([new Uint8Array(size).fill(3)]);
  await pipe.sendBlob(file, { onProgress: (done) => progress.push(done) });
  return progress.pop();
}

export const awaitSent = async () => (await sent).length;
export const awaitTaken = (count) => until(() => taken.length >= count).then(() => taken.length);
export const inOrder = () => taken.every((number, i) => number === i + 1);
export const received = (count) => until(() => bytes.count >= count).then(() => bytes);
export const close = () => mesh.close();
