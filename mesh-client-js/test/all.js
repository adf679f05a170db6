import { goldenCases } from "./golden.test.js";
import { tests } from "./kit.js";
import { standardCases } from "./patch.test.js";
import { recipeCases, surface } from "./surface.test.js";
import "./connection.test.js";
import "./failures.test.js";
import "./lost.test.js";
import "./names.test.js";
import "./collections.test.js";
import "./pipes.test.js";
import "./reconnect.test.js";
import "./repeated.test.js";
import "./publishing.test.js";
import "./bytes.test.js";
import "./changes.test.js";
import "./signin.test.js";
import "./subscriptions.test.js";

export { goldenCases, recipeCases, standardCases, surface, tests };
