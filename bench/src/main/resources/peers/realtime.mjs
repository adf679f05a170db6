// The server of @prsm/realtime: node realtime.mjs <port> <redis uri>
import { createServer } from "node:http";
import { RealtimeServer } from "@prsm/realtime";

const HISTORY = 50;

const [port, redis] = process.argv.slice(2);
const { hostname, port: redisPort } = new URL(redis);
const server = new RealtimeServer({ redis: { host: hostname, port: Number(redisPort) } });
server.exposeCommand("echo", (context) => context.payload);
server.exposeCommand("join", async (context) => {
  await server.addToRoom("room", context.connection);
});
server.exposeCommand("attend", async (context) => {
  await server.addToRoom("presence", context.connection);
});
server.exposeCommand("say", (context) => server.broadcastRoom("room", "said", context.payload));
server.exposeCommand("publish", (context) => server.writeChannel("channel", context.payload, HISTORY));
server.exposeChannel("channel");
server.exposeRecord(/^record(-\d+)?$/);
server.exposeWritableRecord(/^record(-\d+)?$/);
server.trackPresence("presence");
const http = createServer();
http.listen(Number(port), "127.0.0.1", () => server.attach(http));
