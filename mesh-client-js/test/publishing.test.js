import { MeshClient } from "../src/client.js";
import { clock, equal, fails, Server, test } from "./kit.js";

async function connected() {
  const WebSocket = Server.reset();
  Server.once = 300;
  const mesh = new MeshClient("ws://server/mesh", { WebSocket, reconnectInterval: 100, maxReconnectInterval: 100 });
  await mesh.connect();
  return mesh;
}

async function breakLink() {
  Server.last.end(1006);
  await clock.advance(100);
}

const message = (offset, text, publisher) => ({ channel: "news", message: text, publisher, offset, epoch: "e" });

test("a channel whose publishers are named: the callback gets who, live and after a reconnect", async () => {
  const mesh = await connected();
  Server.handlers["mesh/subscribe-channel"] = () => ({ success: true, history: [], offset: 2, epoch: "e", recovered: false });
  const heard = [];
  const news = await mesh.subscribeChannel("news", (...values) => heard.push(values));
  Server.last.say("mesh/subscription-message", message(3, "c", "k.1"));
  const recovered = { success: true, history: ["d", "e"], publishers: [null, "k.2"], offset: 5, epoch: "e", recovered: true };
  Server.handlers["mesh/subscribe-channel"] = () => recovered;
  await breakLink();
  const replaced = { success: true, history: ["h", "g"], publishers: ["k.3", null], offset: 8, epoch: "e", recovered: false };
  Server.handlers["mesh/subscribe-channel"] = () => replaced;
  await breakLink();
  equal(heard, [["c", "k.1"], ["d", undefined], ["e", "k.2"], ["g", undefined], ["h", "k.3"]]);
  equal(news.get(), ["c", "d", "e", "g", "h"]);
});

test("a message that a client publishes: its offset, refusals, and once more after a break", async () => {
  const mesh = await connected();
  Server.handlers["mesh/publish-channel"] = () => ({ success: true, offset: 12 });
  equal(await mesh.publishChannel("news", "Hello"), 12);
  equal(Server.last.received[0].payload, { channel: "news", message: "Hello" });
  Server.handlers["mesh/publish-channel"] = () => ({ error: "Not you", code: "EFORBIDDEN", name: "AccessError" });
  await fails(mesh.publishChannel("news", "x"), "EFORBIDDEN");
  Server.handlers["mesh/publish-channel"] = "silent";
  const publishing = mesh.publishChannel("news", "y");
  Server.handlers["mesh/publish-channel"] = () => ({ success: true, offset: 13 });
  await breakLink();
  equal(await publishing, 13);
});
