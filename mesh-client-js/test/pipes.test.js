import { onPipe, openPipe } from "../src/pipes.js";
import { check, clock, equal, fails, Server, settle, test } from "./kit.js";
import { acknowledges, acks, client, messages, opened, opens, PIPE, reading, said, sends } from "./pipe.js";

test("a pipe is asked for, and knows when both ends are there", async () => {
  const mesh = await client();
  const pipe = await openPipe(mesh, "ada", "bob", "p");
  const [{ candidate, ...asked }] = said("mesh/open-pipe");
  equal(asked, { name: "ada", to: "bob", pipe: "p", window: 1024 });
  check(/^[0-9A-Za-z-]{8,64}$/.test(candidate), candidate);
  equal([pipe.self, pipe.peer, pipe.name, pipe.isOpen], ["ada", "bob", "p", false]);
  opens();
  await pipe.opened;
  equal(pipe.isOpen, true);
  Server.last.say("mesh/pipe-state", { ...PIPE, id: "i", state: "away" });
  equal(pipe.isOpen, false);
  await mesh.close();
  equal(clock.timers.size, 0, "timers left");
});

test("what is sent waits for the other end, and resolves when that took it", async () => {
  const mesh = await client();
  const pipe = await openPipe(mesh, "ada", "bob", "p");
  const taken = [];
  for (const data of [{ a: [1] }, "two", null]) pipe.send(data).then(() => taken.push(data));
  await settle();
  equal(messages(), []);
  opens();
  equal(messages(), [[1, { a: [1] }], [2, "two"], [3, null]]);
  equal(said("mesh/pipe").map(({ alone }) => alone), [true, undefined, undefined]);
  acknowledges(2);
  await settle();
  equal(taken, [{ a: [1] }, "two"]);
  acknowledges(7);
  await settle();
  equal(taken.length, 2, "a number that was never sent");
  acknowledges(3);
  await settle();
  equal(taken.length, 3);
});

test("a message counts as taken when the loop asks for the next one", async () => {
  const { pipe } = await opened();
  const reader = pipe[Symbol.asyncIterator]();
  sends(1, "one", { alone: true });
  sends(2, "two", { alone: true });
  equal(await reader.next(), { value: "one", done: false });
  equal(acks(), []);
  equal((await reader.next()).value, "two");
  equal(acks(), [1]);
  await reader.return();
  equal(acks(), [1, 2]);
  sends(3, "three");
  equal((await pipe[Symbol.asyncIterator]().next()).value, "three");
});

test("what is taken within a moment is acknowledged together, a quarter of the window at once", async () => {
  const { pipe } = await opened();
  const seen = reading(pipe);
  for (let n = 1; n <= 20; n++) sends(n, n);
  await settle();
  equal([seen.items.length, acks()], [20, []]);
  await clock.advance(10);
  equal(acks(), [20]);
  for (let n = 21; n <= 300; n++) sends(n, n);
  for (let i = 0; i < 40; i++) await settle();
  equal(acks(), [20, 276]);
  await clock.advance(10);
  equal(acks(), [20, 276, 300]);
  await clock.advance(60000);
  equal(acks().length, 3);
});

test("no more than the other end's window, and a million characters, are on their way", async () => {
  const mesh = await client();
  const pipe = await openPipe(mesh, "ada", "bob", "p");
  for (let i = 1; i <= 10; i++) pipe.send(i);
  opens("i", 4);
  equal(messages().map(([n]) => n), [1, 2, 3, 4]);
  acknowledges(3);
  equal(messages().length, 7);
  acknowledges(10);
  acknowledges(7);
  acknowledges(10);
  const half = "x".repeat(1 << 19);
  for (let i = 11; i <= 14; i++) pipe.send(half);
  equal(messages().length, 11);
  acknowledges(11);
  equal(messages().length, 12);
});

test("what has a gap is dropped and asked for once", async () => {
  const { pipe } = await opened();
  const seen = reading(pipe);
  sends(1, 1);
  for (let n = 3; n <= 9; n++) sends(n, n);
  equal(said("mesh/pipe-resume"), [{ id: "i", n: 1 }]);
  for (let n = 1; n <= 9; n++) sends(n, n);
  sends(9, "again");
  await settle();
  equal(seen.items, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
  Server.last.say("mesh/pipe", { id: "i", n: 11 });
  Server.last.say("mesh/pipe", { id: "other", n: 10, data: 666 });
  Server.last.say("mesh/pipe-ack", { id: "other", n: 1 });
  equal(said("mesh/pipe-resume").pop(), { id: "i", n: 9 });
});

test("after a lost connection the pipe goes on where it was", async () => {
  const { mesh, pipe } = await opened();
  const seen = reading(pipe);
  sends(1, "one", { alone: true });
  const [{ candidate }] = said("mesh/open-pipe");
  const first = pipe.send("a");
  const second = pipe.send("b");
  await settle();
  Server.last.end(1006);
  equal(pipe.isOpen, false);
  pipe.send("c").catch(() => {});
  await clock.advance(100);
  equal([mesh.state, said("mesh/open-pipe")[0].candidate], ["online", candidate]);
  opens();
  equal([said("mesh/pipe-resume"), acks(), messages()], [[{ id: "i", n: 1 }], [1], []]);
  Server.last.say("mesh/pipe-resume", { id: "i", n: 1 });
  equal(messages(), [[2, "b"], [3, "c"]]);
  acknowledges(3);
  await Promise.all([first, second]);
  sends(2, "two");
  await settle();
  equal(seen.items, ["one", "two"]);
});

test("another process gets what was never sent; what the last one may have taken is unknown", async () => {
  const { pipe } = await opened();
  const seen = reading(pipe);
  const sent = pipe.send("one");
  sends(1, "from the first");
  opens("other", 64);
  await fails(sent, "EUNKNOWN");
  const again = pipe.send("two");
  equal(messages(), [[1, "one"], [1, "two"]]);
  acknowledges(1);
  acknowledges(1, "other");
  await again;
  Server.last.say("mesh/pipe", { id: "other", n: 1, data: "from the second" });
  await settle();
  equal(seen.items, ["from the first", "from the second"]);
});

test("the last message is asked for, less and less often, if nothing is heard of it", async () => {
  const { pipe } = await opened({ pingTimeout: 1e9 });
  const sent = pipe.send("hello");
  await clock.advance(3000);
  equal(messages(), [[1, "hello"], [1, undefined]]);
  await clock.advance(60000);
  const asked = messages().length;
  check(asked >= 5 && asked <= 7, `${asked}`);
  acknowledges(1);
  await sent;
  await clock.advance(60000);
  equal([messages().length, clock.timers.size], [asked, 1], "only the client's own timer is left");
});

test("pipes that are wanted are accepted by their names", async () => {
  const mesh = await client();
  const accepted = [];
  const stop = onPipe(mesh, /p+/, (pipe) => accepted.push(pipe));
  onPipe(mesh, "q", (pipe) => pipe.close());
  for (const pipe of ["p", "p", "xp", "q"]) Server.last.say("mesh/pipe-wanted", { ...PIPE, pipe });
  await settle();
  equal(accepted.map(({ peer, name }) => [peer, name]), [["bob", "p"]]);
  equal(said("mesh/open-pipe").map(({ pipe }) => pipe), ["p", "q"]);
  equal(said("mesh/close-pipe"), [{ name: "ada", to: "bob", pipe: "q" }]);
  stop();
  Server.last.say("mesh/pipe-wanted", { ...PIPE, pipe: "pp" });
  equal(said("mesh/open-pipe").length, 2);
});

test("a pattern matches the whole name of a pipe, whichever alternative comes first and whatever its flags", async () => {
  const mesh = await client();
  for (const names of [/scan|scans/, /^copy$|COPIES/giy]) onPipe(mesh, names, () => {});
  for (const pipe of ["scans", "rescan", "copies", "copy", "copy\ncopy"]) Server.last.say("mesh/pipe-wanted", { ...PIPE, pipe });
  await settle();
  equal(said("mesh/open-pipe").map(({ pipe }) => pipe), ["scans", "copies", "copy"]);
});

test("an acceptor that fails closes the pipe with an error, and is reported", async () => {
  const mesh = await client();
  const errors = [];
  mesh.on("error", (failure) => failure && errors.push(failure.message));
  onPipe(mesh, "p", async (pipe) => {
    for await (const item of pipe) throw new Error(`no ${item}`);
  });
  Server.last.say("mesh/pipe-wanted", PIPE);
  await settle();
  opens();
  sends(1, "one");
  await settle();
  equal([errors, said("mesh/close-pipe")[0].error.code], [["no one"], "ESERVER"]);
  onPipe(mesh, "q", () => Promise.reject());
  Server.last.say("mesh/pipe-wanted", { ...PIPE, pipe: "q" });
  await settle();
  equal(said("mesh/close-pipe")[1].error.code, "ESERVER");
});

test("a refusal ends the pipe, and another may be opened", async () => {
  const mesh = await client();
  Server.handlers["mesh/open-pipe"] = () => ({ error: "no", code: "EFORBIDDEN" });
  await fails(openPipe(mesh, "ada", "bob", "p"), "EFORBIDDEN");
  Server.handlers["mesh/open-pipe"] = () => ({ success: true });
  const pipe = await openPipe(mesh, "ada", "bob", "p");
  check((await openPipe(mesh, "ada", "bob", "p").catch(({ message }) => message)).includes("already"), "twice");
  Server.handlers["mesh/open-pipe"] = () => ({ error: "no", code: "EFORBIDDEN" });
  const sent = pipe.send(1);
  Server.last.end(1006);
  await clock.advance(100);
  await fails(sent, "EFORBIDDEN");
});

test("closing tells the server, fails what waits, and ends the loop", async () => {
  const { mesh, pipe } = await opened();
  const seen = reading(pipe);
  const sent = pipe.send("hello");
  pipe.close();
  pipe.close();
  await fails(sent, "EGONE");
  await fails(pipe.send("more"), "EGONE");
  await settle();
  equal([said("mesh/close-pipe"), seen], [[{ name: "ada", to: "bob", pipe: "p" }], { items: [], end: "over" }]);
  const never = await openPipe(mesh, "ada", "bob", "p");
  await mesh.close();
  await fails(never.opened, "EGONE");
});

test("the end of the other one comes after its messages, with its error", async () => {
  const { pipe } = await opened();
  const sent = pipe.send("hello");
  sends(1, "one");
  Server.last.say("mesh/pipe-closed", { ...PIPE, error: { error: "Full", code: "FULL" } });
  await fails(sent, "FULL");
  const seen = reading(pipe);
  await settle();
  equal(seen, { items: ["one"], end: "FULL" });
});

test("what can't be sent, or is too much, fails alone", async () => {
  const mesh = await client();
  const pipe = await openPipe(mesh, "ada", "bob", "p");
  await fails(pipe.send(undefined), "EPAYLOAD");
  const large = "x".repeat(9 << 20);
  pipe.send(large).catch(() => {});
  await fails(pipe.send(large), "EBUSY");
  equal(pipe.isOpen, false);
});

test("an end that sends more than it may loses the pipe", async () => {
  const { pipe } = await opened();
  for (let n = 1; n <= 1025; n++) sends(n, n);
  equal([pipe.isOpen, said("mesh/close-pipe")[0].error.code], [false, "EBUSY"]);
});

test("a message counts as long as it is, whatever its members are called", async () => {
  const { pipe } = await opened();
  sends(1, { length: 5_000_000 });
  sends(2, { length: "5" });
  sends(3, "three");
  const seen = reading(pipe);
  await settle();
  equal(seen.items, [{ length: 5_000_000 }, { length: "5" }, "three"]);
});

test("long arrays that nobody reads count by their text", async () => {
  const { pipe } = await opened();
  const big = Array.from({ length: 300_000 }, () => "0123456789");
  for (let n = 1; n <= 3; n++) sends(n, big);
  equal([pipe.isOpen, said("mesh/close-pipe")[0].error.code], [false, "EBUSY"]);
});

test("an end that another one replaced for a while can't go on: nobody knows what arrived", async () => {
  const { pipe } = await opened();
  const at = (id) => Server.last.say("mesh/pipe-open", { ...PIPE, id, window: 10 });
  at("another");
  equal(pipe.isOpen, true);
  const sent = pipe.send("hello");
  at("third");
  await fails(sent, "EUNKNOWN");
  equal(pipe.isOpen, true);
  const next = pipe.send("hello");
  at("another");
  await fails(next, "EUNKNOWN");
  equal([pipe.isOpen, said("mesh/close-pipe")[0].error.code], [false, "EUNKNOWN"]);
});
