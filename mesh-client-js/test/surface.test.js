import * as client from "../src/client.js";
import * as collections from "../src/collections.js";
import * as pipes from "../src/pipes.js";
import { check, clock, equal, Server, settle, test, withClock } from "./kit.js";

const { MeshClient } = client;

/** Members that only the modules themselves use. */
const INTERNAL = ["constructor", "emit", "insist", "sendFrame", "subscribe", "Feed", "tell"];
const publicOnes = (names) => names.filter((name) => !INTERNAL.includes(name)).sort();

/** Everything public, for the test that looks it up in the declarations and the guide. */
export const surface = {
  client: publicOnes(Object.keys(client)),
  collections: publicOnes(Object.keys(collections)),
  pipes: publicOnes(Object.keys(pipes)),
  MeshClient: publicOnes(Object.getOwnPropertyNames(MeshClient.prototype).concat(Object.keys(new MeshClient("ws://server/mesh")))),
};

async function record() {
  const WebSocket = Server.reset();
  const mesh = new MeshClient("ws://server/mesh", { WebSocket });
  await mesh.connect();
  return mesh.subscribeRecord("note:1");
}

const update = (version) => Server.last.say("mesh/record-update", { recordId: "note:1", full: { version }, version });

/** The code of a recipe in the guide, as a function of what its framework provides; the result is `result`. */
function recipe(guide, framework, provided, result) {
  const [, code] = guide.match(new RegExp(`\\n\`\`\`js\\n// ${framework}[^\\n]*\\n([^\`]*)\`\`\``));
  check(code.trim().split("\n").length <= 10, `${framework}: at most ten lines`);
  return new Function(...provided, `${code.replace("export ", "")}\nreturn ${result};`);
}

/** The recipes of the guide, each with what its framework does with them. */
export const recipeCases = (guide) =>
  [
    [
      "React: a component shows each value once",
      async () => {
        const note = await record();
        const shown = [];
        let stop, last;
        const useSyncExternalStore = (subscribe, get) => {
          last = get();
          check(Object.is(get(), last), "the same snapshot until something changes");
          stop ??= subscribe(() => Object.is(get(), last) || render());
          return last;
        };
        const useMesh = recipe(guide, "React", ["useSyncExternalStore"], "useMesh")(useSyncExternalStore);
        const render = () => shown.push(useMesh(note));
        render();
        Server.last.say("said", "something else");
        update(1);
        stop();
        update(2);
        equal(shown, [null, { version: 1 }]);
      },
    ],
    [
      "Svelte: a store tells its value before subscribe returns, and each one after",
      async () => {
        const note = await record();
        const statement = recipe(guide, "Svelte", ["$note"], "$note?.text");
        check(/\$: text = \$note\?\.text;/.test(statement.toString()), "the recipe");
        const seen = [];
        const stop = note.subscribe((value) => seen.push(value));
        equal(seen, [null]);
        update(1);
        stop();
        update(2);
        equal(seen, [null, { version: 1 }]);
      },
    ],
    [
      "Vue: a shallow reference follows until its scope ends",
      async () => {
        const note = await record();
        const scope = [];
        const provided = ["shallowRef", "onScopeDispose"];
        const useMesh = recipe(guide, "Vue", provided, "useMesh")((value) => ({ value }), (end) => scope.push(end));
        const reference = useMesh(note);
        update(1);
        equal(reference.value, { version: 1 });
        scope.forEach((end) => end());
        update(2);
        equal(reference.value, { version: 1 });
      },
    ],
  ].map(([name, body]) => ({ name, run: () => withClock(body) }));

test("the same listener twice is told twice, and stops once each", async () => {
  const note = await record();
  let calls = 0;
  const listener = () => calls++;
  const stop = note.subscribe(listener);
  note.subscribe(listener);
  stop();
  update(1);
  await settle();
  equal([calls, clock.reported.length], [3, 0]);
});
