import { MeshError } from "./mesh/client.js";
import { onPipe, openPipe } from "./mesh/pipes.js";
import { client } from "./connection.js";
import { $, element, toast } from "./dom.js";
import { connections, onPeople } from "./people.js";
import { me } from "./visitor.js";

const MOST = 100e6;
const nameOf = (user, tab) => `tab:${user}:${tab}`;
const sizeOf = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1000)} KB` : `${(bytes / 1e6).toFixed(1)} MB`);
let own;

/** Takes the name of this tab, under which others reach it. */
export async function beReachable() {
  const name = nameOf(me.id, me.tab);
  if (name === own) return;
  own = name;
  await client.takeName(name);
}

/** A row with the progress of a file, and buttons for it. */
function row() {
  const text = element("p", { role: "status" });
  const bar = element("progress", { max: 1, value: 0, ariaLabel: "Progress" });
  const actions = element("p");
  const item = element("li", {}, text, bar, actions);
  $("files").append(item);
  const show = (said, ...buttons) => {
    text.textContent = said;
    actions.replaceChildren(...buttons.map(([label, onclick]) => element("button", { type: "button", onclick }, label)));
  };
  const end = (said) => show(said, ["Close", () => item.remove()]);
  return { show, end, actions, move: (share) => (bar.value = share), remove: () => item.remove() };
}

async function send(file, user) {
  const tabs = [...connections.values()].filter((each) => each.user === user && each.tab && each.tab !== me.tab);
  const to = tabs.find(({ idle }) => !idle) ?? tabs[0];
  if (!to || file.size > MOST) return toast(to ? `More than ${sizeOf(MOST)}` : "There is no other tab", "bad");
  const shown = row();
  try {
    const pipe = await openPipe(client, own, nameOf(user, to.tab), `file:${Math.random().toString(36).slice(2)}`);
    const cancel = ["Cancel", () => pipe.close()];
    shown.show(`${to.name} is asked to take ${file.name}`, cancel);
    await pipe.send({ name: file.name, size: file.size, from: me.name });
    // The first thing that the other end says is that it wants the file.
    const { done } = await pipe[Symbol.asyncIterator]().next();
    if (done) return shown.end(`${file.name} was not sent`);
    shown.show(`${file.name} goes to ${to.name}`, cancel);
    await pipe.sendBlob(file, { onProgress: (taken, all) => shown.move(taken / all) });
    shown.end(`${to.name} has ${file.name}`);
    pipe.close();
  } catch (failure) {
    shown.end(`${file.name}: ${failure.message}`);
  }
  return undefined;
}

async function receive(pipe) {
  const incoming = pipe[Symbol.asyncIterator]();
  const { value: file } = await incoming.next();
  if (!(file?.size <= MOST)) return pipe.close(new MeshError("EDECLINED", "too large"));
  const shown = row();
  const about = `${file.name} (${sizeOf(file.size)}) from ${file.from}`;
  // It brings nothing before the answer, unless the pipe ends.
  let next = incoming.next();
  const wanted = await new Promise((answer) => {
    shown.show(about, ["Take it", () => answer(true)], ["Decline", () => answer(false)]);
    next.then(({ done }) => done && answer(undefined), () => answer(undefined));
  });
  if (wanted === undefined) return shown.end(`${file.from} took ${file.name} back`);
  if (!wanted) {
    shown.remove();
    return pipe.close(new MeshError("EDECLINED", "declined"));
  }
  shown.show(about, ["Cancel", () => pipe.close(new MeshError("EDECLINED", "cancelled"))]);
  pipe.send(true).catch(() => {});
  const pieces = [];
  let taken = 0;
  for (; taken < file.size; next = incoming.next()) {
    const { value, done } = await next;
    if (done || !value.length) return shown.end(`${file.name} did not arrive`);
    pieces.push(value);
    taken += value.length;
    shown.move(taken / file.size);
  }
  const link = element("a", { className: "button", href: URL.createObjectURL(new Blob(pieces)), download: file.name }, "Save");
  link.onclick = () => setTimeout(() => (shown.remove(), URL.revokeObjectURL(link.href)));
  shown.show(about);
  shown.actions.append(link);
  return incoming.return();
}

function choose(user) {
  const input = element("input", { type: "file" });
  input.onchange = () => input.files[0] && send(input.files[0], user);
  input.click();
}

export function startFiles() {
  onPipe(client, /file:.+/, receive);
  onPeople(() => {
    for (const item of $("people").children) {
      const button = item.querySelector("button");
      if (button) button.onclick = () => choose(item.dataset.user);
    }
  });
  // A file that misses its place must not replace the page.
  for (const event of ["dragover", "drop"]) addEventListener(event, (dropped) => dropped.preventDefault());
  const over = (event) => {
    $("people").querySelector(".over")?.classList.remove("over");
    const item = event.target.closest?.("#people li");
    if (item && event.type !== "dragleave") item.classList.add("over");
    return item;
  };
  $("people").addEventListener("dragover", over);
  $("people").addEventListener("dragleave", over);
  $("people").addEventListener("drop", (event) => {
    const item = over(event);
    item?.classList.remove("over");
    for (const file of item ? event.dataTransfer.files : []) send(file, item.dataset.user);
  });
}
