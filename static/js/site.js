import { initAll } from "../vendor/nhsuk/nhsuk-frontend.min.js";
import { sayReaders } from "./readers.js";
import { watchSession } from "./session.js";

initAll();
watchSession(document.getElementById("session-warning"));
sayReaders();
