// Pipes for a driver; docs/conformance.md says what it hears and answers.
import { onPipe, openPipe } from "../src/pipes.js";

/** The pipes of each client, by the name of the other end and their own. */
const known = new WeakMap();

const of = (mesh) => known.get(mesh) ?? known.set(mesh, new Map()).get(mesh);
const key = (peer, name) => `${peer}/${name}`;

async function read(mesh, tell, pipe) {
  const pipes = of(mesh);
  pipes.set(key(pipe.peer, pipe.name), pipe);
  let closed = null;
  try {
    for await (const data of pipe) tell({ pipe: pipe.name, data });
  } catch ({ code }) {
    closed = code;
  }
  // This end's own closing isn't told.
  if (pipes.delete(key(pipe.peer, pipe.name)) && mesh.state !== "closed") tell({ pipe: pipe.name, closed });
}

export const PIPES = {
  openPipe: async (mesh, tell, self, peer, name) => void read(mesh, tell, await openPipe(mesh, self, peer, name)),
  acceptPipes: (mesh, tell, name) => void onPipe(mesh, name, (pipe) => void read(mesh, tell, pipe)),
  sendPipe: (mesh, tell, peer, name, data) => {
    const sending = of(mesh).get(key(peer, name)).send(data);
    sending.then(() => tell({ pipe: name, taken: data })).catch(() => {});
  },
  closePipe: (mesh, tell, peer, name) => {
    const pipe = of(mesh).get(key(peer, name));
    of(mesh).delete(key(peer, name));
    pipe.close();
  },
};
