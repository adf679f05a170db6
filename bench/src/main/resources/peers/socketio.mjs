// Socket.IO, with its Redis adapter if there is a Redis: node socketio.mjs <port> [<redis uri>]
import { createServer } from "node:http";
import { createAdapter } from "@socket.io/redis-adapter";
import { Redis } from "ioredis";
import { Server } from "socket.io";

const [port, redis] = process.argv.slice(2);
const http = createServer();
const io = new Server(http, { transports: ["websocket"], perMessageDeflate: false });
if (redis) {
  const publisher = new Redis(redis);
  io.adapter(createAdapter(publisher, publisher.duplicate()));
}
io.on("connection", (socket) => {
  socket.join("room");
  socket.on("echo", (payload, answer) => answer(payload));
  socket.on("say", (payload) => io.to("room").emit("said", payload));
});
http.listen(Number(port), "127.0.0.1");
