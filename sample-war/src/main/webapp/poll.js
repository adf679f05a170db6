import { client } from "./connection.js";
import { $, element, toast } from "./dom.js";
import { me } from "./visitor.js";

/** Votes by visitor. Only the server writes them. */
export async function startPoll() {
  const choices = [...$("poll").children].map((button) => {
    const count = element("span", { className: "votes" }, "0");
    button.append(element("span", { className: "share", "aria-hidden": "true" }), count);
    button.onclick = () => client.command("vote", { choice: button.value }).catch((failure) => toast(failure.message, "bad"));
    return { button, count };
  });
  const record = await client.subscribeRecord("poll:next", { mode: "patch" });
  record.subscribe((votes) => {
    const all = Object.values(votes ?? {});
    for (const { button, count } of choices) {
      const own = all.filter((vote) => vote === button.value).length;
      count.textContent = own;
      button.style.setProperty("--share", all.length ? own / all.length : 0);
      button.setAttribute("aria-pressed", String(votes?.[me.id] === button.value));
    }
  });
}
