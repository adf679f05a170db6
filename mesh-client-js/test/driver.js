// Calls the client's methods for the exchanges of the module `conformance`, whose page says what a driver hears and answers.
import { MeshClient, MeshError } from "../src/client.js";
import { subscribeCollection } from "../src/collections.js";
import { PIPES } from "./pipe-driver.js";

const refused = () => new MeshError("EFORBIDDEN", "refused");
const nothing = () => null;

/** The reply, if it isn't a refusal. */
const granted = (reply) => {
  if (!reply.success) throw refused();
  return reply;
};

const view = ({ present, states, users }, by) => (by === "user" ? { present, states, users } : { present, states });

const presence = ({ roomName: room, type, connectionId, userId, state }) =>
  type === "state" ? { room, type, connection: connectionId, user: userId, state } : { room, type, member: userId ?? connectionId };

/** The subscriptions of each client. */
const collections = new WeakMap();

const METHODS = {
  close: (mesh) => mesh.close().then(nothing),
  command: (mesh, tell, name, payload) => mesh.command(name, payload),
  send: (mesh, tell, name, payload) => void mesh.sendEvent(name, payload),
  on: (mesh, tell, event) => void mesh.on(event, (payload) => tell({ event, payload })),
  onRequest: (mesh, tell, name, answer) => void mesh.onRequest(name, () => answer),
  joinRoom: async (mesh, tell, room) => ({ present: granted(await mesh.joinRoom(room)).present }),
  leaveRoom: (mesh, tell, room) => mesh.leaveRoom(room).then(nothing),
  getRoomMetadata: (mesh, tell, room) => mesh.getRoomMetadata(room),
  getConnectionMetadata: (mesh, tell, id) => mesh.getConnectionMetadata(id),
  setConnectionMetadata: (mesh, tell, metadata, strategy) =>
    mesh.setConnectionMetadata(metadata, strategy && { strategy }).then(nothing),
  takeName: async (mesh, tell, name, ifTaken) => (await mesh.takeName(name, { ifTaken })).since,
  freeName: (mesh, tell, name) => mesh.freeName(name).then(nothing),
  subscribePresence: async (mesh, tell, room, by) =>
    view(granted(await mesh.subscribePresence(room, (update) => tell(presence(update)), { by })), by),
  unsubscribePresence: (mesh, tell, room) => mesh.unsubscribePresence(room),
  getPresenceState: async (mesh, tell, room, by) => view(granted(await mesh.getPresenceState(room, { by })), by),
  publishPresenceState: (mesh, tell, room, state, options) => mesh.publishPresenceState(room, { state, ...options }),
  clearPresenceState: (mesh, tell, room) => mesh.clearPresenceState(room),
  subscribeChannel: async (mesh, tell, channel, historyLimit) => {
    const told = (message, publisher) => tell({ channel, message, publisher });
    return { history: granted(await mesh.subscribeChannel(channel, told, { historyLimit })).history };
  },
  unsubscribeChannel: (mesh, tell, channel) => mesh.unsubscribeChannel(channel),
  getChannelHistory: async (mesh, tell, channel, limit, since) => {
    const { history, recovered } = granted(await mesh.getChannelHistory(channel, { limit, since }));
    return { history, recovered };
  },
  getOlderMessages: async (mesh, tell, channel, limit, before) => {
    const { history, offsets } = granted(await mesh.getChannelHistory(channel, { limit, before }));
    return { history, offsets };
  },
  publishChannel: (mesh, tell, channel, message) => mesh.publishChannel(channel, message),
  subscribeRecord: async (mesh, tell, recordId, mode) => {
    const told = ({ value, version }) => tell({ record: recordId, value, version });
    const { record, version } = granted(await mesh.subscribeRecord(recordId, told, { mode }));
    return { value: record, version };
  },
  unsubscribeRecord: (mesh, tell, recordId) => mesh.unsubscribeRecord(recordId),
  subscribeCollection: async (mesh, tell, collection) => {
    const told = (added, removed, changed) => tell({ collection, added, removed, changed });
    const list = await subscribeCollection(mesh, collection, told);
    collections.set(mesh, { ...collections.get(mesh), [collection]: list });
    return list.get();
  },
  unsubscribeCollection: (mesh, tell, collection) => collections.get(mesh)[collection].close(),
  publishRecordUpdate: async (mesh, tell, recordId, value, options) => {
    if (!(await mesh.publishRecordUpdate(recordId, value, options))) throw refused();
    return true;
  },
  changeRecord: (mesh, tell, recordId, changes, options) => mesh.changeRecord(recordId, changes, options),
  transaction: async (mesh, tell, operations) => (await mesh.transaction(operations)).results,
  ...PIPES,
};

export class Driver {
  #clients = new Map();
  #say;
  #options;

  /** @param say takes each line */
  constructor(say, options = {}) {
    this.#say = (line) => say(JSON.stringify(line));
    this.#options = options;
  }

  async line(text) {
    const { client, number, call, arguments: values, end } = JSON.parse(text);
    if (end) {
      await Promise.all([...this.#clients.values()].map((mesh) => mesh.close()));
      this.#clients.clear();
      this.#say({ ended: true });
      return;
    }
    try {
      const result = await (call === "connect" ? this.#connect(client, values[0]) : this.#call(client, call, values));
      this.#say({ client, number, result: result ?? null });
    } catch (failure) {
      this.#say({ client, number, error: failure.code ?? String(failure) });
    }
  }

  async #connect(client, address) {
    const mesh = new MeshClient(address, this.#options);
    this.#clients.set(client, mesh);
    mesh.on("lost", ({ name, refused: ended }) => ended && this.#say({ client, tells: { ended: name } }));
    await mesh.connect();
    return mesh.connectionId;
  }

  #call(client, method, values) {
    return METHODS[method](this.#clients.get(client), (tells) => this.#say({ client, tells }), ...values);
  }
}
