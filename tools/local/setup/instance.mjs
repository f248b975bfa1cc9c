import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { SetupError } from './setup-error.mjs';

const ANSWER_WITHIN_MS = 2_000;

/**
 * @typedef {{ token: string, pid: number, state: string }} InstanceStatus `state`: what it is doing, or where it serves
 */

/**
 * Makes sure that only one supervisor at a time works on a data folder. The holder answers on a loopback port that it
 * writes to `instance.json`; if the port does not answer, the file is left from a killed supervisor.
 *
 * @param {string} dataDir
 * @returns {Promise<{ describe: (state: string) => void, release: () => void }>}
 */
export async function claimInstance(dataDir) {
  const file = join(dataDir, 'instance.json');
  makeFolder(dataDir);
  /** @type {InstanceStatus} */
  const status = { token: randomUUID(), pid: process.pid, state: 'starting' };
  const server = createServer((socket) => socket.on('error', () => {}).end(JSON.stringify(status)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.unref();
  const address = server.address();
  const note = JSON.stringify({ token: status.token, port: typeof address === 'object' ? address?.port : undefined });

  const release = () => {
    server.close();
    if (tokenIn(file) === status.token) rmSync(file, { force: true });
  };
  while (!tryCreate(file, note)) {
    const running = await whoAnswers(file);
    if (running === undefined) {
      rmSync(file, { force: true });
      continue;
    }
    server.close();
    throw new SetupError({
      problem: `Lintel is already running on ${dataDir} (process ${running.pid}): ${running.state}.`,
      cure: `use that one, stop it with Ctrl-C or \`kill ${running.pid}\`, or start another with --data-dir`,
    });
  }
  return { describe: (state) => (status.state = state), release };
}

/** @param {string} folder */
function makeFolder(folder) {
  try {
    mkdirSync(folder, { recursive: true });
    const probe = join(folder, '.writable');
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (cause) {
    throw new SetupError({
      problem: `The data folder ${folder} is not writable.`,
      received: cause instanceof Error ? cause.message : String(cause),
      cure: `make your user its owner (sudo chown -R "$USER" "${folder}"), or choose another folder with --data-dir`,
      cause,
    });
  }
}

/**
 * Linked into place when complete, so that a reader never sees a partial file.
 *
 * @param {string} file
 * @param {string} content
 */
function tryCreate(file, content) {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, content);
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** @param {string} file */
function readNote(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** @param {string} file */
const tokenIn = (file) => readNote(file)?.token;

/**
 * @param {string} file
 * @returns {Promise<InstanceStatus | undefined>}
 */
function whoAnswers(file) {
  const note = readNote(file);
  if (!Number.isInteger(note?.port)) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const socket = connect(note.port, '127.0.0.1');
    let answer = '';
    socket.setTimeout(ANSWER_WITHIN_MS, () => socket.destroy());
    socket.on('data', (chunk) => (answer += chunk));
    socket.on('error', () => {});
    socket.on('close', () => {
      try {
        const status = JSON.parse(answer);
        // The port may have been given to another program since.
        resolve(status.token === note.token ? status : undefined);
      } catch {
        resolve(undefined);
      }
    });
  });
}
