// Builds a real llama-server once from the llama.cpp source that node-llama-cpp carries, for the integration tests.
// Cached outside the checkout, keyed by the source's commit and the build's flags.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { packageBin } from "./setup.mjs";

const FLAGS = [
  "-DCMAKE_BUILD_TYPE=Release",
  "-DBUILD_SHARED_LIBS=OFF",
  // Not tuned to this machine: a cache may be carried to another one.
  "-DGGML_NATIVE=OFF",
  "-DGGML_AVX2=ON",
  "-DGGML_FMA=ON",
  "-DGGML_F16C=ON",
  "-DLLAMA_CURL=OFF",
  "-DLLAMA_OPENSSL=OFF",
  "-DLLAMA_BUILD_TESTS=OFF",
  "-DLLAMA_BUILD_EXAMPLES=OFF",
  "-DLLAMA_BUILD_UI=OFF",
];

function run(command, args, options = {}) {
  const result = spawnSync(command, args, { stdio: ["ignore", 2, 2], ...options });
  if (result.error?.code === "ENOENT") {
    console.error(
      `longhand: building llama-server needs ${command}; install it (Debian: apt-get install git cmake g++).`,
    );
    process.exit(1);
  }
  if (result.status !== 0) {
    console.error(`longhand: ${command} ${args[0]} failed; see its messages above.`);
    process.exit(1);
  }
}

function bundleHead(bundle) {
  const result = spawnSync("git", ["bundle", "list-heads", bundle], { encoding: "utf8" });
  return (result.stdout ?? "").slice(0, 12) || "unknown";
}

/** The built server and Llama-3's vocabulary from the same source; builds them where they are not cached. */
export function ensureLlamaServer() {
  const bundle = packageBin("node-llama-cpp", "llama", "gitRelease.bundle");
  const flags = createHash("sha256").update(FLAGS.join(" ")).digest("hex").slice(0, 8);
  const base = process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), ".cache");
  const cache = path.join(
    base,
    "longhand",
    `llama-server-${bundleHead(bundle)}-${process.platform}-${process.arch}-${flags}`,
  );
  const built = { server: path.join(cache, "llama-server"), vocabulary: path.join(cache, "ggml-vocab-llama-bpe.gguf") };
  if (existsSync(built.server) && existsSync(built.vocabulary)) return built;

  console.error("Building llama-server once (about 6 minutes on two cores) ...");
  const work = mkdtempSync(path.join(os.tmpdir(), "longhand-llama-"));
  try {
    const source = path.join(work, "source");
    const build = path.join(work, "build");
    run("git", ["clone", "--quiet", bundle, source]);
    run("cmake", ["-S", source, "-B", build, ...FLAGS], { stdio: ["ignore", "ignore", 2] });
    const jobs = String(os.availableParallelism());
    run("cmake", ["--build", build, "--target", "llama-server", "-j", jobs], { stdio: ["ignore", "ignore", 2] });
    mkdirSync(cache, { recursive: true });
    // Renamed at the end: a build that was interrupted never looks finished.
    const parts = [
      [path.join(build, "bin", "llama-server"), built.server],
      [path.join(source, "models", "ggml-vocab-llama-bpe.gguf"), built.vocabulary],
    ];
    for (const [from, to] of parts) {
      copyFileSync(from, `${to}.part`);
      chmodSync(`${to}.part`, 0o755);
      renameSync(`${to}.part`, to);
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return built;
}
