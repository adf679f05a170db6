// Pipes when frames get lost on their way.
import { MeshClient } from "../src/client.js";
import { openPipe } from "../src/pipes.js";
import { check, clock, equal, Server, settle, test } from "./kit.js";
import { reading } from "./pipe.js";

/** Two ends, and a server between them that loses frames of a client. */
async function between(loses) {
  const WebSocket = Server.reset();
  const names = ["ada", "bob"];
  Server.handlers["mesh/open-pipe"] = Server.handlers["mesh/close-pipe"] = () => ({ success: true });
  const clients = names.map(() => new MeshClient("ws://server/mesh", { WebSocket, reconnectInterval: 100 }));
  const sockets = [];
  for (const [i, mesh] of clients.entries()) {
    await mesh.connect();
    sockets.push(Server.last);
    await mesh.takeName(names[i]);
  }
  sockets.forEach((socket, i) => {
    const takes = socket.send.bind(socket);
    socket.send = (data) => {
      takes(data);
      const frame = JSON.parse(data);
      if (!/^mesh.pipe/.test(frame.command) || loses(frame, i)) return;
      Promise.resolve().then(() => sockets[1 - i].text(frame));
    };
  });
  const pipes = [await openPipe(clients[0], "ada", "bob", "p"), await openPipe(clients[1], "bob", "ada", "p")];
  const opens = (i) => sockets[i].say("mesh/pipe-open", { name: names[i], from: names[1 - i], pipe: "p", id: "i", window: 8 });
  const away = (i) => sockets[i].say("mesh/pipe-state", { name: names[i], from: names[1 - i], pipe: "p", id: "i", state: "away" });
  opens(0);
  opens(1);
  return { clients, pipes, opens, away };
}

const is = {
  message: ({ command, payload }) => command === "mesh/pipe" && payload.data !== undefined,
  question: ({ command, payload }) => command === "mesh/pipe" && payload.data === undefined,
  acknowledgement: ({ command }) => command === "mesh/pipe-ack",
  resumption: ({ command }) => command === "mesh/pipe-resume",
};

for (const kind of Object.keys(is)) {
  test(`a ${kind} may get lost`, async () => {
    let lost = 0;
    const { clients, pipes, opens, away } = await between((frame) => {
      // There's a question only if nothing is heard of the last message.
      const unheard = kind === "question" && !lost && is.acknowledgement(frame);
      return unheard || (is[kind](frame) && lost++ === 0);
    });
    const seen = pipes.map(reading);
    const numbers = Array.from({ length: 30 }, (_, i) => i + 1);
    const sent = pipes.flatMap((pipe) => numbers.map((n) => pipe.send(n)));
    for (let i = 0; i < 20; i++) await settle();
    [0, 1].forEach(away);
    [0, 1].forEach(opens);
    for (let i = 0; i < 20; i++) await clock.advance(1000);
    await Promise.all(sent);
    equal([seen[0].items, seen[1].items], [numbers, numbers]);
    check(lost > 0, "none was lost");
    await Promise.all(clients.map((mesh) => mesh.close()));
  });
}
