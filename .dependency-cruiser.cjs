// The dependency rule of docs/architecture.md. scripts/check.mjs also fails when too few modules were seen:
// with TypeScript 7 this tool passes silently on nothing unless its swc parser is installed.
const rule = (name, from, to, comment) => ({ name, severity: "error", comment, from, to });
const onlyTo = (name, from, allowed, comment) =>
  rule(name, { path: from }, { path: "^(main|preload|renderer|shared)/", pathNot: allowed }, comment);

module.exports = {
  forbidden: [
    rule(
      "no-circular",
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
      "No cycles at run time.",
    ),
    onlyTo("shared-alone", "^shared/", "^shared/", "shared imports nothing of the app."),
    rule("shared-pure", { path: "^shared/" }, { dependencyTypes: ["core"] }, "shared holds no Node."),
    onlyTo("preload-shared", "^preload/", "^(preload|shared)/", "preload imports only shared."),
    // The renderer takes the router's type, which is erased; nothing of main is in its bundle.
    rule(
      "renderer-shared",
      { path: "^renderer/" },
      { path: "^(main|preload)/", dependencyTypesNot: ["type-only"] },
      "The renderer imports only shared.",
    ),
    onlyTo("archive-lowest", "^main/core/archive/", "^(main/core/archive|shared)/", "archive is the lowest layer."),
    onlyTo(
      "middle-layer",
      "^main/core/(prompt|endpoint|text|proof)/",
      "^(main/core/(prompt|endpoint|text|proof|archive)/|main/core/event-queue|main/engine/protocol|shared/)",
      "prompt, endpoint, text and proof stand on archive.",
    ),
    onlyTo(
      "endpoint-knows-no-prompt",
      "^main/core/endpoint/",
      "^(main/core/endpoint/|main/core/event-queue|main/engine/protocol|shared/)",
      "An endpoint knows tokens, not prompts.",
    ),
    rule(
      "text-knows-no-prompt",
      { path: "^main/core/text/" },
      { path: "^main/core/(prompt|endpoint|proof)/" },
      "text is pure.",
    ),
    onlyTo(
      "warm-between",
      "^main/core/warm/",
      "^(main/core/(warm|prompt|endpoint|text|archive)/|main/core/event-queue|shared/)",
      "warm stands between the features and the endpoints.",
    ),
    ...["import", "voice", "ask", "exam", "planner", "models"].map((feature) =>
      onlyTo(
        `feature-${feature}`,
        `^main/core/${feature}/`,
        `^(main/core/(${feature}|warm|prompt|endpoint|text|proof|archive)/|main/core/event-queue|shared/)`,
        "Features never import each other.",
      ),
    ),
    onlyTo(
      "export-joins",
      "^main/core/export/",
      "^(main/core/(export|import|ask|text|archive)/|main/core/event-queue|shared/)",
      "An export joins what features know; only the API runs it.",
    ),
    rule(
      "export-is-no-feature",
      { path: "^main/core/(?!api/|export/|core)" },
      { path: "^main/core/export/" },
      "Nothing below imports the export.",
    ),
    rule(
      "api-is-the-top",
      { path: "^main/core/(?!api/|core)" },
      { path: "^main/core/api/" },
      "Nothing below imports the API.",
    ),
    rule(
      "search-is-for-people",
      { path: "^main/core/(ask|voice|exam|warm|prompt|proof|endpoint)/" },
      { path: "^main/core/archive/queries/search" },
      "There is no retrieval index: the answer path never searches.",
    ),
    rule(
      "electron-in-its-place",
      { path: "^(main|renderer|shared)/", pathNot: "^main/(main\\.ts|desktop/)" },
      { path: "(^|/)electron($|/)" },
      "Only desktop/, main.ts and preload/ import electron.",
    ),
    rule(
      "engine-alone-loads-models",
      { path: "^(main|preload|renderer|shared)/", pathNot: "^main/engine/" },
      { path: "node-llama-cpp" },
      "node-llama-cpp runs in the engine process only.",
    ),
    rule(
      "sqlite-in-archive",
      { path: "^(main|preload|renderer|shared)/", pathNot: "^main/core/archive/" },
      { path: "better-sqlite3" },
      "Only archive opens SQLite.",
    ),
    rule(
      "one-way-out",
      // core-program.ts only dresses what the host handed over as a socket.
      {
        path: "^main/(core|engine|cli|host|desktop|main\\.ts)",
        pathNot: "^main/core/(endpoint/http|core-program)\\.ts$",
      },
      { path: "^(node:)?(http|https|http2|net|tls|dgram)$", dependencyTypesNot: ["type-only"] },
      "Only endpoint/http.ts opens connections, and it notes every one in the log.",
    ),
    rule(
      "core-knows-no-host",
      { path: "^main/(core|engine)/" },
      { path: "^main/(main\\.ts|host/|desktop/|browser-host/|cli/)" },
      "The core runs under any host and knows none.",
    ),
    onlyTo(
      "core-process-protocol",
      "^main/core/process/",
      "^(main/core/process/|main/core/endpoint/engine-process|main/engine/protocol|shared/)",
      "What crosses between host and core stands alone, but for the engines that the host starts.",
    ),
    onlyTo("host-common", "^main/host/", "^(main/(host|core/process)/|shared/)", "Common to the hosts of windows."),
    onlyTo(
      "browser-host-alone",
      "^main/browser-host/",
      "^(main/(browser-host|host|core/process)/|shared/)",
      "A host reaches the core through its process only.",
    ),
    onlyTo(
      "desktop-alone",
      "^main/(main\\.ts|desktop/)",
      "^(main/(desktop|host|core/process)/|shared/)",
      "A host reaches the core through its process only.",
    ),
    onlyTo(
      "cli-alone",
      "^main/cli/",
      "^(main/(cli|host|browser-host)/|main/core/(api/|core\\.ts|closed-archive\\.ts)|shared/)",
      "The command line opens a core, or starts the browser host.",
    ),
    onlyTo("engine-alone", "^main/engine/", "^(main/engine|shared)/", "The engine process knows no archive."),
  ],
  options: {
    parser: "swc",
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: [".ts", ".tsx", ".js"],
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default"],
    },
  },
};
