import { showBoard, startBoard } from "./board.js";
import { followRooms, read, showRoom, startChat } from "./chat.js";
import { client, enter, followInstances, rename, showConnection } from "./connection.js";
import { clearCursors, startCursors } from "./cursors.js";
import { $, element, toast } from "./dom.js";
import { beReachable, startFiles } from "./files.js";
import { enterRoom, publish, watchIdleness } from "./people.js";
import { startPoll } from "./poll.js";
import { introduce } from "./visitor.js";
import { startWire } from "./wire.js";

const time = new Intl.DateTimeFormat([], { timeStyle: "medium", hourCycle: "h23" });
const asked = () => location.hash.slice(1);
if (/^[a-z0-9-]{1,24}$/.test(asked()) && !document.querySelector(`#rooms [href="#${asked()}"]`)) {
  $("rooms").append(element("li", {}, element("a", { href: `#${asked()}` }, `# ${asked()}`)));
}
const links = new Map(
  [...document.querySelectorAll("#rooms a")].map((link) => {
    const badge = element("span", { className: "badge", hidden: true });
    link.append(badge);
    return [link.hash.slice(1), { link, badge }];
  }),
);
let room = links.has(asked()) ? asked() : "lobby";

function showUnread(unread) {
  let all = 0;
  for (const [name, { badge }] of links) {
    const count = unread.get(name) ?? 0;
    all += count;
    badge.hidden = count === 0;
    badge.replaceChildren(String(count), element("span", { className: "sr" }, " unread"));
  }
  $("chat-unread").hidden = all === 0;
  $("chat-unread").replaceChildren(String(all), element("span", { className: "sr" }, " unread"));
  document.title = all ? `(${all}) mesh` : "mesh: one page, many people";
}

function markRead() {
  if (document.hidden || (innerWidth <= 760 && document.body.dataset.view !== "chat")) return;
  read(room);
  showUnread(unreadNow);
}
let unreadNow = new Map();

async function go(name) {
  room = name;
  for (const [each, { link }] of links) link.ariaCurrent = each === name ? "page" : null;
  clearCursors();
  showRoom(name);
  markRead();
  await Promise.all([enterRoom(name), showBoard(name)]);
}

for (const tab of document.querySelectorAll(".tabs button")) {
  tab.onclick = () => {
    document.body.dataset.view = tab.value;
    if (tab.value === "wire" && $("drawer").hidden) $("wire-title").firstChild.click();
    document.querySelectorAll(".tabs button").forEach((each) => (each.ariaPressed = String(each === tab)));
    markRead();
  };
}

// Not by its hash, which is the room.
document.querySelector(".skip").onclick = (event) => {
  event.preventDefault();
  $("board").focus();
};
startWire();
showConnection();
startBoard();
startChat();
introduce(() => rename().then(() => publish(), (failure) => toast(failure.message, "bad")));
client.on("reconnect", () => enter().then(beReachable).then(() => publish(), (failure) => toast(failure.message, "bad")));

async function startClock() {
  const clock = await client.subscribeRecord("stat:clock");
  clock.subscribe((value) => {
    if (value) $("clock").firstElementChild.textContent = time.format(new Date(value.time));
  });
}

await client.connect();
startFiles();
await Promise.all([startClock(), enter().then(beReachable), followRooms([...links.keys()], (unread) => showUnread((unreadNow = unread)))]);
await go(room);
startCursors(() => room);
watchIdleness();
addEventListener("hashchange", () => links.has(asked()) && go(asked()));
document.addEventListener("visibilitychange", markRead);
await Promise.all([startPoll(), followInstances()]);
document.body.dataset.ready = "true";
