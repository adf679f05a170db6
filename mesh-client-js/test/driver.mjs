// The driver in Node: node --experimental-websocket mesh-client-js/test/driver.mjs; Node 22 and later need no option.
import { createInterface } from "node:readline";
import { Driver } from "./driver.js";

const driver = new Driver((line) => process.stdout.write(`${line}\n`));
createInterface({ input: process.stdin }).on("line", (text) => driver.line(text));
