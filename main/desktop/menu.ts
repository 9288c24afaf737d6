/** The application's menu per platform: editing, zoom, windows, and the ways that the page has keys for as well. */
import { app, Menu } from "electron";
import type { MenuCommand } from "../../shared/host-bridge.ts";

type Item = Electron.MenuItemConstructorOptions;

/** The menu's template; developer tools are in it only in a checkout. */
export function menuTemplate(
  platform: string,
  isPackaged: boolean,
  run: (command: MenuCommand) => void,
): readonly Item[] {
  const isMac = platform === "darwin";
  const item = (label: string, command: MenuCommand, accelerator?: string): Item => ({
    label,
    click: () => run(command),
    // The page listens to all but the settings' key itself; here they are shown.
    ...(accelerator === undefined ? {} : { accelerator, registerAccelerator: command === "settings" }),
  });
  const settings = item("Settings…", "settings", "CmdOrCtrl+,");
  const separator: Item = { type: "separator" };
  const application: Item = {
    label: "Longhand",
    submenu: [
      { role: "about" },
      separator,
      settings,
      separator,
      { role: "services" },
      separator,
      { role: "hide" },
      { role: "hideOthers" },
      { role: "unhide" },
      separator,
      { role: "quit" },
    ],
  };
  return [
    ...(isMac ? [application] : []),
    {
      label: "File",
      submenu: [
        item("Bring in Mail…", "import"),
        ...(isMac ? [] : [separator, settings]),
        separator,
        isMac ? { role: "close" } : { role: "quit" },
      ],
    },
    { role: "editMenu" },
    {
      label: "Go",
      submenu: [item("Find or Do…", "palette", "CmdOrCtrl+K"), item("Search the Library", "search")],
    },
    {
      label: "View",
      submenu: [
        ...(isPackaged ? [] : [{ role: "reload" as const }, { role: "toggleDevTools" as const }]),
        { role: "resetZoom" },
        { role: "zoomIn" },
        { role: "zoomOut" },
        separator,
        { role: "togglefullscreen" },
      ],
    },
    { role: "windowMenu" },
    { role: "help", submenu: [item("Keyboard Shortcuts", "shortcuts", "F1"), item("Program Log", "log")] },
  ];
}

/** Sets the menu. */
export function setMenu(run: (command: MenuCommand) => void): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate([...menuTemplate(process.platform, app.isPackaged, run)]));
}
