import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { SetupError } from './setup-error.mjs';

const LINES_SHOWN_ON_FAILURE = 30;
const DRAIN_MS = 5_000;

/** Process groups of the running commands. @type {Set<number>} */
const groups = new Set();

/** Kills every running command and all processes that it started, at once. */
export function killCommands() {
  for (const group of groups) signalGroup(group, 'SIGKILL');
}

/**
 * @param {number} group
 * @param {NodeJS.Signals} name
 */
function signalGroup(group, name) {
  try {
    process.kill(-group, name);
  } catch {
    // It has ended.
  }
}

/**
 * Runs a command to its end in its own process group, so that stopping it stops its whole process tree. Its output goes
 * to `logFile`, and line by line to `onLine`.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd: string, logFile: string, signal: AbortSignal, cure: string, env?: NodeJS.ProcessEnv, onLine?: (line:
 *   string) => void, telling?: RegExp, }} options `cure`: what a reader can do if the command fails; `telling`: matches
 *   lines that say why it failed
 * @returns {Promise<void>} rejects with a SetupError that shows the last lines
 */
export async function runCommand(command, args, { cwd, logFile, signal, cure, env = {}, onLine = () => {}, telling }) {
  signal.throwIfAborted();
  mkdirSync(dirname(logFile), { recursive: true });
  const log = createWriteStream(logFile, { flags: 'a' });
  log.write(`\n$ ${command} ${args.join(' ')}\n`);
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  /** @type {string[]} */
  const lastLines = [];
  /** @type {string[]} */
  const tellingLines = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      log.write(`${line}\n`);
      lastLines.push(line);
      if (lastLines.length > LINES_SHOWN_ON_FAILURE) lastLines.shift();
      if (telling?.test(line) && tellingLines.length < LINES_SHOWN_ON_FAILURE) tellingLines.push(line);
      onLine(line);
    });
  }
  const group = child.pid;
  if (group !== undefined) groups.add(group);
  const onAbort = () => {
    if (group === undefined) return;
    signalGroup(group, 'SIGTERM');
    setTimeout(() => groups.has(group) && signalGroup(group, 'SIGKILL'), DRAIN_MS).unref();
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    /** @type {string} */
    const outcome = await new Promise((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('close', (code, killedBy) => resolve(code === 0 ? '' : (killedBy ?? `exit code ${code}`)));
    });
    signal.throwIfAborted();
    if (outcome === '') return;
    const shown = tellingLines.length > 0 ? tellingLines : lastLines;
    throw new SetupError({
      problem: `${[command, ...args].join(' ')} failed (${outcome}).\n\n${shown.join('\n')}\n`,
      cure: `${cure} (full output: ${logFile})`,
    });
  } finally {
    signal.removeEventListener('abort', onAbort);
    if (group !== undefined) groups.delete(group);
    log.end();
  }
}
