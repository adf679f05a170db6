import { client } from "./connection.js";
import { $, element, face, toast } from "./dom.js";
import { connections, onPeople, publish } from "./people.js";
import { me } from "./visitor.js";

const TYPING_FOR = 3000;
const READ_ALL = 40;
const clock = new Intl.DateTimeFormat([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const channels = new Map();
const unread = new Map();
/** Messages of this tab that it has not yet seen in the channel: key to item. */
const pending = new Map();
let room;
let stop;
let seen = new Set();
let typingTimer;

export async function followRooms(rooms, changed) {
  const follow = async (name) => {
    const heard = () => {
      const looking = name === room && !document.hidden && (innerWidth > 760 || document.body.dataset.view === "chat");
      if (!looking) unread.set(name, (unread.get(name) ?? 0) + 1);
      changed(unread);
    };
    channels.set(name, await client.subscribeChannel(`chat:${name}`, heard, { historyLimit: 50 }));
  };
  await Promise.all(rooms.map(follow));
}

/** Marks a room as read. */
export const read = (name) => unread.delete(name);

export function showRoom(name) {
  stop?.();
  room = name;
  seen = new Set();
  $("messages").replaceChildren();
  $("chat-title").textContent = `Chat in ${name}`;
  stop = channels.get(name).subscribe(show);
}

function show(all) {
  const list = $("messages");
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < READ_ALL;
  for (const text of all) {
    const message = JSON.parse(text);
    if (seen.has(message.key)) continue;
    seen.add(message.key);
    pending.get(message.key)?.remove();
    pending.delete(message.key);
    list.append(item(message));
  }
  // Messages that are not sent yet come after those of the others.
  const waiting = [...pending.values()].filter((each) => each.parentNode === list && each.nextSibling);
  list.append(...waiting);
  if (seen.size === 0 && !list.firstChild) list.append(element("li", { className: "empty" }, "Nothing said yet. Say hello, or open a second tab and answer yourself."));
  else list.querySelector(".empty")?.remove();
  if (atEnd || all.length === 0) list.scrollTop = list.scrollHeight;
}

function item({ from, text, at }, waits = false) {
  const mine = from.id === me.id;
  return element(
    "li",
    { className: `${mine ? "mine" : ""} ${waits ? "waits" : ""}` },
    face(from),
    element("p", {}, element("b", {}, from.name), " ", element("time", {}, waits ? "sending" : clock.format(new Date(at)))),
    element("p", { className: "said" }, text),
  );
}

async function say(text) {
  const key = Math.random().toString(36).slice(2) + Date.now().toString(36);
  const waiting = item({ from: me, text }, true);
  pending.set(key, waiting);
  $("messages").querySelector(".empty")?.remove();
  $("messages").append(waiting);
  $("messages").scrollTop = $("messages").scrollHeight;
  try {
    // Sent again if the connection breaks: who sees the key twice shows the message once.
    await client.command("say", { room, key, text }, { repeatable: true });
  } catch (failure) {
    waiting.classList.add("refused");
    waiting.querySelector("time").textContent = "not sent";
    toast(failure.message, "bad");
  }
}

export function startChat() {
  const form = $("say");
  const take = () => {
    const text = $("text").value.trim();
    $("text").value = "";
    notTyping();
    return text;
  };
  form.onsubmit = (event) => {
    event.preventDefault();
    const text = take();
    if (text) say(text);
  };
  $("announce").onclick = () => {
    if (!form.reportValidity()) return;
    client.command("announce", take()).catch((failure) => toast(failure.message, "bad"));
  };
  const notTyping = () => {
    clearTimeout(typingTimer);
    if (typingTimer) publish({ typing: false });
    typingTimer = undefined;
  };
  $("text").oninput = () => {
    if (!typingTimer) publish({ typing: true });
    clearTimeout(typingTimer);
    typingTimer = setTimeout(notTyping, TYPING_FOR);
  };
  onPeople(() => {
    const names = [...connections.values()].filter(({ user, typing }) => typing && user !== me.id).map(({ name }) => name);
    const text = names.length === 0 ? "" : `${names.slice(0, 3).join(", ")} ${names.length === 1 ? "is" : "are"} typing`;
    if ($("typing").textContent !== text) $("typing").textContent = text;
  });
  let hiding;
  client.on("announcement", ({ text, from }) => {
    clearTimeout(hiding);
    $("banner").replaceChildren(face(from), element("span", {}, element("b", {}, from.name), `: ${text}`));
    hiding = setTimeout(() => $("banner").replaceChildren(), 8000);
  });
}
