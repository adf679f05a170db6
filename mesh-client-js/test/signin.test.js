import { client, connected, events } from "./clients.js";
import { clock, equal, fails, Server, settle, test } from "./kit.js";

const signedIn = () => {
  Server.handlers["mesh/authenticate"] = ({ credential }) => ({ principal: `of ${JSON.stringify(credential)}` });
};
const refused = (code) => {
  Server.handlers["mesh/authenticate"] = () => ({ error: "no", code });
};
const credentials = () => Server.all.map((server) => server.received.find((f) => f.command === "mesh/authenticate")?.payload);

test("a credential is sent after each connect, before everything else", async () => {
  let number = 0;
  const mesh = client({ reconnectInterval: 100, credential: async () => ({ ticket: ++number }) });
  signedIn();
  const opening = mesh.connect();
  const waiting = mesh.command("echo", 1);
  await opening;
  equal(await waiting, 1);
  await mesh.joinRoom("lobby");
  Server.last.end(1006);
  await clock.advance(100);
  equal(mesh.state, "online");
  equal(credentials(), [{ credential: { ticket: 1 } }, { credential: { ticket: 2 } }]);
  equal(
    Server.all.map((server) => server.names.slice(0, 2)),
    [
      ["mesh/authenticate", "echo"],
      ["mesh/authenticate", "mesh/join-room"],
    ],
  );
});

test("a refused credential is final, and says so", async () => {
  const mesh = client({ reconnectInterval: 100, credential: "wrong" });
  const seen = events(mesh, "error", "close");
  refused("EUNAUTHENTICATED");
  await fails(mesh.connect(), "EUNAUTHENTICATED");
  await clock.advance(10000);
  equal([mesh.state, Server.all.length, Server.last.closedBy.code, seen], ["closed", 1, 4003, ["error", "close"]]);
});

test("a server that refuses later is final too", async () => {
  const mesh = await connected();
  Server.last.end(4003, "client is not signed in");
  await clock.advance(100000);
  equal([mesh.state, Server.all.length], ["closed", 1]);
});

test("a credential that could not be had, or checked, is tried on another connection", async () => {
  for (const code of ["ETIMEOUT", "ESERVER"]) {
    const mesh = client({ reconnectInterval: 100, credential: "right" });
    refused(code);
    const opening = mesh.connect();
    await settle();
    signedIn();
    await clock.advance(100);
    await opening;
    equal([mesh.state, Server.all.length], ["online", 2], code);
    Server.all.length = 0;
  }
  let broken = true;
  const mesh = client({
    reconnectInterval: 100,
    credential: () => {
      if (broken) throw new Error("no ticket");
      return 1;
    },
  });
  const opening = mesh.connect();
  await settle();
  broken = false;
  await clock.advance(100);
  await opening;
  equal([mesh.state, Server.all.length], ["online", 2]);
});

test("without a credential the token is sent if the server asks for one", async () => {
  for (const asks of [true, false]) {
    const mesh = client({ token: () => "abc" });
    signedIn();
    Server.asks = asks;
    await mesh.connect();
    equal(credentials(), [asks ? { credential: "abc" } : undefined]);
    Server.all.length = 0;
  }
});

test("a server that has nothing to sign in to is used without", async () => {
  const mesh = client({ credential: 1 });
  await mesh.connect();
  equal(await mesh.command("echo", 2), 2);
});

test("a link that breaks while signing in is followed by another", async () => {
  const mesh = client({ reconnectInterval: 100, credential: 1 });
  Server.handlers["mesh/authenticate"] = "silent";
  const opening = mesh.connect();
  await settle();
  Server.last.end(1006);
  signedIn();
  await clock.advance(100);
  await opening;
  equal([mesh.state, Server.all.length], ["online", 2]);
});
