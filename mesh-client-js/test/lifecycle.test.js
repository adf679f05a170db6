// The client's state and events, and how it connects.
import { MeshClient } from "../src/client.js";
import { client, connected, events } from "./clients.js";
import { clock, equal, fails, Server, settle, test } from "./kit.js";
import { onPage } from "./page.js";

test("a server's events under the client's own names reach nobody", async () => {
  const mesh = await connected();
  const own = ["connect", "disconnect", "reconnect", "reconnectfailed", "lost", "close", "error", "mesh/bytes"];
  const seen = events(mesh, ...own, "said");
  own.forEach((name) => Server.last.say(name, { code: 1000, name: "till" }));
  Server.last.say("said", 1);
  equal([seen, mesh.state], [["said"], "online"]);
});

test("connecting while a page that woke up connects, or did, opens no second socket", () =>
  onPage(async (listeners, happens) => {
    for (const silent of [false, true]) {
      const mesh = client({ reconnectInterval: 100, maxReconnectAttempts: 0 });
      Server.mode = "refuse";
      await fails(mesh.connect(), "EGONE");
      equal(mesh.state, "offline");
      Server.mode = silent ? "silent" : "accept";
      happens("online");
      await settle();
      const opening = mesh.connect();
      if (silent) {
        const socket = Server.last;
        socket.readyState = 1;
        socket.text({ command: "mesh/assign-id", payload: "late" });
      }
      await opening;
      equal([mesh.state, Server.all.length], ["online", 2]);
      await mesh.close();
      Server.all.length = 0;
    }
  }));

test("connecting while a woken page waits for its next attempt opens one socket", () =>
  onPage(async (listeners, happens) => {
    const mesh = client({ reconnectInterval: 100, maxReconnectAttempts: 1 });
    Server.mode = "refuse";
    const failed = fails(mesh.connect(), "EGONE");
    await clock.advance(1000);
    await failed;
    happens("online");
    await settle();
    Server.mode = "accept";
    await mesh.connect();
    const before = Server.all.length;
    await clock.advance(1000);
    equal([mesh.state, Server.all.length], ["online", before]);
  }));

test("a token or an address that fails with nothing is a failed attempt", async () => {
  for (const options of [{ token: () => Promise.reject() }, { token: () => { throw undefined; } }]) {
    let attempts = 0;
    const mesh = client({ reconnectInterval: 100, token: () => (attempts++ ? "t" : options.token()) });
    mesh.connect();
    await clock.advance(100);
    equal(mesh.state, "online");
    await mesh.close();
  }
  const nowhere = client({ maxReconnectAttempts: 0 }, () => Promise.reject());
  await fails(nowhere.connect(), "EGONE");
});

test("a token, an address or a credential that never comes is a failed attempt after a while", async () => {
  const never = (calls) => () => (calls.push(1) === 1 ? new Promise(() => {}) : "t");
  for (const option of ["token", "credential"]) {
    const mesh = client({ connectTimeout: 5000, reconnectInterval: 100, [option]: never([]) });
    Server.handlers["mesh/authenticate"] = () => ({ principal: "ada" });
    mesh.connect();
    await clock.advance(4999);
    equal(mesh.state, "connecting");
    await clock.advance(101);
    equal(mesh.state, "online", option);
    await clock.advance(20_000);
    equal([mesh.state, mesh.isConnected], ["online", true]);
    await mesh.close();
    equal(clock.timers.size, 0);
  }
  const calls = [];
  const WebSocket = Server.reset();
  const mesh = new MeshClient(() => (calls.push(1) === 1 ? new Promise(() => {}) : "ws://server/mesh"), { WebSocket, reconnectInterval: 100 });
  mesh.connect();
  await clock.advance(10_100);
  equal([mesh.state, calls.length], ["online", 2]);
});

test("a credential that fails with nothing is tried on another connection", async () => {
  let calls = 0;
  const mesh = client({ reconnectInterval: 100, credential: () => (calls++ ? "t" : Promise.reject()) });
  Server.handlers["mesh/authenticate"] = () => ({ principal: "ada" });
  mesh.connect();
  await clock.advance(100);
  equal([mesh.state, calls], ["online", 2]);
});

test("closed while it waits to ask again, no timer is left", async () => {
  const mesh = await connected({ reconnectInterval: 100 });
  await mesh.joinRoom("lobby");
  Server.handlers["mesh/join-room"] = () => ({ error: "away", code: "EUNAVAILABLE" });
  Server.last.end(1006);
  await clock.advance(100);
  await mesh.close();
  await settle();
  equal(clock.timers.size, 0);
});
