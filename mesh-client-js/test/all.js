import { tests } from "./kit.js";
import { standardCases } from "./patch.test.js";
import "./connection.test.js";
import "./subscriptions.test.js";

export { standardCases, tests };
