import { client, forge } from "./connection.js";
import { $, element } from "./dom.js";
import { network } from "./network.js";

const KEPT = 120;
const READ_ALL = 40;
/** Frames that come and go without an action of the visitor. */
const BACKGROUND = /"(ping|pong|latency|latency:request|latency:response|cursor)"|"stat:/;
const time = new Intl.DateTimeFormat([], { timeStyle: "medium", hourCycle: "h23" });

/** The drawer: the frames on the wire, and frames of one's own. */
export function startWire() {
  const toggle = $("wire-title").querySelector("button");
  toggle.onclick = () => {
    const opens = $("drawer").hidden;
    $("drawer").hidden = !opens;
    toggle.setAttribute("aria-expanded", String(opens));
    $("frames").scrollTop = $("frames").scrollHeight;
  };
  network.onframe = (way, frame) => {
    // The parts of files.
    const text = typeof frame === "string" ? frame : JSON.stringify({ command: "bytes", payload: { length: frame.byteLength } });
    if (!$("all").checked && BACKGROUND.test(text)) return;
    const { id, command, payload } = JSON.parse(text);
    const failed = typeof payload?.error === "string";
    const kind = way === "out" ? "↑" : id === undefined ? "↓" : "↳";
    const line = element(
      "summary",
      { tabIndex: -1 },
      element("time", {}, time.format(new Date())),
      element("span", {}, kind),
      element("b", {}, command),
      element("code", {}, JSON.stringify(payload) ?? ""),
    );
    const whole = element("details", {}, line);
    whole.ontoggle = () => {
      whole.querySelector("pre")?.remove();
      if (whole.open) whole.append(element("pre", {}, JSON.stringify(JSON.parse(text), null, 2)));
    };
    const row = element("li", { className: failed ? "failed" : way }, whole);
    const list = $("frames");
    const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < READ_ALL;
    list.append(row);
    if (list.children.length > KEPT) list.firstChild.remove();
    if (atEnd) list.scrollTop = list.scrollHeight;
  };
  // The list is one stop of the Tab key; the arrows go from frame to frame.
  $("frames").onkeydown = (event) => {
    const rows = [...$("frames").querySelectorAll("summary")];
    const at = rows.indexOf(document.activeElement);
    const next = { ArrowUp: rows.at(at < 0 ? -1 : at - 1), ArrowDown: rows[at + 1] }[event.key];
    if (!next) return;
    next.focus();
    event.preventDefault();
  };
  $("slow").onchange = () => (network.delay = $("slow").checked ? 600 : 0);
  $("silent").onchange = () => (network.silent = $("silent").checked);
  // After the server has dropped a silent page, its next connection isn't silent.
  client.on("disconnect", () => (network.silent = $("silent").checked = false));
  $("forge").onclick = forge;
  $("stop").onclick = () => client.command("stop-instance", {}).catch(() => {});
  $("preset").onchange = () => {
    const [command, payload] = JSON.parse($("preset").value);
    $("command").value = command;
    $("payload").value = JSON.stringify(payload);
  };
  $("payload").oninput = () => $("payload").setCustomValidity("");
  $("console").onsubmit = (event) => {
    event.preventDefault();
    try {
      client.command($("command").value, JSON.parse($("payload").value || "null")).catch(() => {});
    } catch (failure) {
      $("payload").setCustomValidity("This is not JSON");
      $("payload").reportValidity();
    }
  };
}
