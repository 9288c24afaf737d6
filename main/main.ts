/** The desktop app's boot order, and nothing else. */
import { app } from "electron";
import { prepare, start } from "./desktop/desktop.ts";

prepare();
if (app.requestSingleInstanceLock()) void app.whenReady().then(start);
else app.quit();
