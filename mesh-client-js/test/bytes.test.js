import { clock, equal, Server, settle, test } from "./kit.js";
import { acknowledges, acks, messages, opened, opens, sends } from "./pipe.js";

test("bytes are frames of their own, in the order of the others, and copies", async () => {
  const { pipe } = await opened();
  const bytes = new Uint8Array([9, 1, 255, 9]);
  const sent = [pipe.send(bytes.subarray(1, 3)), pipe.send("text"), pipe.send(bytes.buffer)];
  bytes.fill(0);
  equal(Server.last.binary[0], [1, 105, 1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 255]);
  equal(Server.last.binary[1], [1, 105, 0, 0, 0, 0, 0, 0, 0, 0, 3, 9, 1, 255, 9]);
  equal(messages(), [[2, "text"]]);
  acknowledges(3);
  await Promise.all(sent);

  const reader = pipe[Symbol.asyncIterator]();
  Server.last.bytes([1, 105, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 128]);
  Server.last.bytes([1, 120, 1, 0, 0, 0, 0, 0, 0, 0, 2, 66]);
  sends(2, "after");
  const { value } = await reader.next();
  equal([value instanceof Uint8Array, ...value], [true, 0, 128]);
  equal((await reader.next()).value, "after");
  equal(acks(), [1]);
});

test("what was sent as bytes is sent again as bytes", async () => {
  const { pipe } = await opened();
  const sent = pipe.send(new Uint8Array([7]));
  Server.last.end(1006);
  await clock.advance(100);
  opens();
  Server.last.say("mesh/pipe-resume", { id: "i", n: 0 });
  equal(Server.last.binary, [[1, 105, 1, 0, 0, 0, 0, 0, 0, 0, 1, 7]]);
  acknowledges(1);
  await sent;
});

test("a file is read no faster than its pieces are taken", async () => {
  const { pipe } = await opened();
  const read = [];
  const file = {
    size: 33 * 65536 + 1,
    slice: (from, to) => ({ arrayBuffer: async () => (read.push(from), new Uint8Array(Math.min(to, 33 * 65536 + 1) - from).buffer) }),
  };
  const progress = [];
  let done = false;
  const sending = pipe.sendBlob(file, { onProgress: (taken, size) => progress.push(taken / size) }).then(() => (done = true));
  await settle();
  equal([read.length, Server.last.binary.length], [16, 16]);
  for (let n = 1; n <= 34; n++) {
    acknowledges(n);
    await settle();
    if (n === 33) equal(done, false);
  }
  await sending;
  equal([Server.last.binary[33].length, progress.length, progress.pop()], [12, 34, 1]);
});
