// The body of a function: connects that many visitors, who move their cursors 20 times a second until `window.disperse()`.
const [count, done] = arguments;
const address = new URL("mesh", location.href.replace(/^http/, "ws")).href;

async function guest(MeshClient, number) {
  const visitor = { name: `Guest ${number}`, hue: (number * 47) % 360 };
  const pass = number.toString(16).padStart(32, "0");
  const client = new MeshClient(address, { credential: { ...visitor, pass } });
  await client.connect();
  const { name: instance } = await client.command("instance");
  await client.joinRoom("room:lobby");
  await client.publishPresenceState("room:lobby", { state: { ...visitor, instance } });
  return client;
}

async function gather() {
  const { MeshClient } = await import(new URL("mesh/client.js", location.href));
  const guests = await Promise.all(Array.from({ length: count }, (_, number) => guest(MeshClient, number)));
  let time = 0;
  const wave = (way) => 0.5 + 0.45 * way;
  const moving = setInterval(() => {
    time++;
    guests.forEach((client, number) => {
      const [x, y] = [wave(Math.sin(time / 9 + number)), wave(Math.cos(time / 7 + 2 * number))];
      client.sendEvent("cursor", { room: "lobby", x, y });
    });
  }, 50);
  window.disperse = () => {
    clearInterval(moving);
    guests.forEach((client) => client.close());
  };
}
gather().then(() => done(""), (failure) => done(String(failure)));
