// Compares the frames that the client sends and reads with the protocol's golden frames.
import { client, connected } from "./clients.js";
import { equal, fails, Server, settle, withClock } from "./kit.js";

/** The client answers these by itself, without an id, which the protocol leaves to it. */
const ANSWERS = new Set(["pong", "latency:response"]);
/** The client's state shows these; the others are handed on. */
const OWN = new Set(["mesh/assign-id", "ping", "latency:request", "latency", "mesh/error"]);

const isError = (payload) => typeof payload?.error === "string" && typeof payload?.code === "string";

async function sends({ id, command, payload }) {
  const mesh = await connected();
  Server.handlers[command] = "silent";
  if (typeof id === "string") {
    if (!isError(payload)) mesh.onRequest("confirm", () => payload);
    Server.last.text({ id, command: "confirm", payload: {} });
    await settle();
    const answer = JSON.parse(Server.last.texts[0]);
    if (!isError(payload)) return equal(Server.last.texts, [JSON.stringify({ id, command, payload })]);
    return equal([answer.id, answer.command, answer.payload.code], [id, command, payload.code]);
  }
  if (id === undefined) {
    mesh.sendEvent(command, payload);
    return equal(Server.last.texts, [JSON.stringify({ command, payload })]);
  }
  mesh.command(command, payload, Infinity);
  const own = JSON.parse(Server.last.texts[0]).id;
  return equal(Server.last.texts, [JSON.stringify({ id: own, command, payload })]);
}

/** The first frame of a connection. */
async function greets(frame) {
  const mesh = client();
  Server.mode = "silent";
  mesh.connect();
  await settle();
  Server.last.readyState = 1;
  Server.last.text(frame);
  await settle();
  return equal([mesh.state, mesh.connectionId], ["online", frame.payload]);
}

async function takes({ id, command, payload }) {
  const mesh = await connected();
  if (Number.isInteger(id)) {
    Server.handlers[command] = () => payload;
    if (isError(payload)) {
      const failure = await fails(mesh.command(command), payload.code);
      return equal([failure.message, failure.name, failure.payload], [payload.error, payload.name, payload]);
    }
    return equal(await mesh.command(command), payload);
  }
  const heard = [];
  mesh.on(command, (value) => heard.push(value));
  mesh.on("error", (failure) => heard.push(failure.payload ?? failure.code));
  mesh.onRequest(command, (value) => heard.push(value));
  Server.last.text({ id, command, payload });
  await settle();
  equal([mesh.state, Server.all.length], ["online", 1]);
  if (command === "mesh/error" || !(OWN.has(command) || command.startsWith("mesh/"))) equal(heard[0], payload);
  if (command === "latency") equal(mesh.latency, payload);
  return command === "mesh/error" || equal(heard.includes("EBADFRAME"), false);
}

/** The caller of the tests passes the frames in. */
export function goldenCases(frames) {
  return frames
    .filter(({ frame }) => !ANSWERS.has(frame.command))
    .map(({ name, from, frame }) => ({
      name: `golden frame ${name}`,
      run: () => withClock(() => (from === "client" ? sends : frame.command === "mesh/assign-id" ? greets : takes)(frame)),
    }));
}
