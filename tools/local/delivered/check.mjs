import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { processesOf } from './processes.mjs';
import { startProgram } from './program.mjs';
import { readmeCommands } from './readme-commands.mjs';
import { drawSamplePictures } from './sample-pictures.mjs';

/**
 * Follows the README as a new user does: runs its commands, taken from the file, in a fresh clone of the committed
 * state, with its own data folder. Every command must succeed, and what the README promises must happen: the first
 * model answers from its backbone, a published event is recognised, Ctrl-C leaves no process, the second start is quick,
 * and a start that can't download the backbone says so and trains a model instead.
 */
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const MINUTE_MS = 60_000;
const SECOND_START_WITHIN_MS = 10_000;
const LEAVES_WITHIN_MS = 30_000;

/** A new user has none of the variables that our tests set. */
const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(CI|NX_.*|NEXT_TELEMETRY_DISABLED|npm_.*|INIT_CWD)$/.test(name)),
);
/** Commands that CI runs itself, on the whole tree. */
const RUN_BY_CI = /^npm (test|run build)\b/;

const started = Date.now();
/** @param {string} text */
const say = (text) => console.log(`[${String(Math.round((Date.now() - started) / 1000)).padStart(4)} s] ${text}`);

const folder = mkdtempSync(join(tmpdir(), 'lintel-new-user-'));
const clone = join(folder, 'lintel');
const programs = new Set();
/** Output of `stream tail`; set once something is published. @type {ReturnType<typeof startProgram> | undefined} */
let tail;
try {
  await walk();
  say('The README holds.');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  for (const program of programs) program.kill();
  // PostgreSQL has its own process group.
  for (const line of processesOf(clone)) end(Number.parseInt(line, 10));
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
}

async function walk() {
  const safe = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'safe.directory', GIT_CONFIG_VALUE_0: '*' };
  execFileSync('git', ['clone', '--quiet', root, clone], { env: { ...process.env, ...safe } });
  const commands = readmeCommands(readFileSync(join(clone, 'README.md'), 'utf8'));
  const [first, ...others] = commands;
  if (first !== 'npm start') throw new Error(`The first command of the README is not npm start: ${first}`);

  const lintel = start(first);
  say(first);
  const [, shop = ''] = await lintel.says(/✓ ecommerce +(http:\S+)/, 15 * MINUTE_MS, /✗.*/);
  const [, console_ = ''] = await lintel.says(/✓ console +(http:\S+)/, MINUTE_MS, /✗.*/);
  await lintel.says(/Ctrl-C stops everything/, MINUTE_MS);
  for (const address of [shop, console_]) await isPage(address);
  say(`pages are served at ${shop} and ${console_}`);
  const [model = ''] = await lintel.says(
    /first model.*served at.*/,
    20 * MINUTE_MS,
    /✗.*|first model(?!.*(waiting|preparing|training|evaluating)).*/,
  );
  say(model.trim());

  await drawSamplePictures(clone);
  await isNamedByBackbone(shop);
  // The first model does not need the engine, but the README's trainings do.
  await lintel.says(/✓ engine.*/, 20 * MINUTE_MS, /✗.*/);
  /** @type {Record<string, string>} */
  const variables = {};
  for (const command of others) await follow(command, shop, variables);

  await stop(lintel);
  const again = Date.now();
  const second = start(first);
  await second.says(/Ctrl-C stops everything/, MINUTE_MS);
  await isPage(shop);
  const tookMs = Date.now() - again;
  if (tookMs > SECOND_START_WITHIN_MS) throw new Error(`The second start took ${tookMs / 1000} s:\n${second.output()}`);
  say(`the second start took ${(tookMs / 1000).toFixed(1)} s`);
  await stop(second);
  await startWithoutBackbone(first);
}

/**
 * The first answer, before anything of one's own is trained.
 *
 * @param {string} shop
 */
async function isNamedByBackbone(shop) {
  const creation = start('npx lintel keys create --name first-answer --grant operator@ecommerce');
  await creation.ended;
  const headers = { authorization: `Bearer ${/^lintel_\S+$/m.exec(creation.output())?.[0]}` };
  const answered = await (await fetch(`${shop}/v1/model`, { headers })).json();
  const model = /** @type {{ architecture?: { name: string }, reading: { classNames: string[] } }} */ (answered);
  if (model.architecture?.name !== 'pretrained/efficientnet-lite0' || model.reading.classNames.length < 300)
    throw new Error(`The first model does not stand on the backbone:\n${JSON.stringify(model).slice(0, 500)}`);
  const form = new FormData();
  form.append('pictures', new Blob([readFileSync(join(clone, 'photo.jpg'))], { type: 'image/jpeg' }), 'photo.jpg');
  const answer = await (await fetch(`${shop}/v1/recognitions`, { method: 'POST', headers, body: form })).text();
  isRecognised(answer);
  say(`the first answer is one of ${model.reading.classNames.length} kinds of goods`);
}

/**
 * A new installation that can't download the backbone says so, and serves the model of the example pictures.
 *
 * @param {string} command
 */
async function startWithoutBackbone(command) {
  // The engine was installed before; only the backbone is missing.
  const { cacheFolder } = createRequire(join(clone, 'package.json'))('@lintel/contracts');
  const cache = join(folder, 'cache-without-backbones');
  mkdirSync(cache);
  symlinkSync(join(cacheFolder(env, homedir()), 'libtensorflow'), join(cache, 'libtensorflow'));
  const offline = start(`${command} -- --data-dir ${join(folder, 'offline-data')}`, {
    LINTEL_CACHE_DIR: cache,
    PIP_NO_INDEX: '1',
    PIP_FIND_LINKS: folder,
  });
  await offline.says(/npx lintel backbone add efficientnet-lite0/, 2 * MINUTE_MS);
  const [model = ''] = await offline.says(/first model.*served at.*/, 20 * MINUTE_MS, /✗ first model.*/);
  say(`without the backbone: ${model.trim()}`);
  await stop(offline);
}

/** @param {string} command */
function start(command, more = {}) {
  const program = startProgram(command, { cwd: clone, env: { ...env, ...more } });
  programs.add(program);
  return program;
}

/**
 * @param {string} written as in the README
 * @param {string} shop the announced address: another program may use the README's port
 * @param {Record<string, string>} variables of the reader's shell
 */
async function follow(written, shop, variables) {
  if (RUN_BY_CI.test(written)) return;
  const command = written
    .replaceAll('http://localhost:3000', shop)
    .replaceAll(/\bcurl /g, 'curl --fail-with-body -sS ');
  if (/ stream tail /.test(command)) {
    tail = start(command, variables);
    await sleep(5_000);
    say(command);
    return;
  }
  const program = start(command, variables);
  const code = await program.ended;
  const output = program.output();
  if (code !== 0) throw new Error(`This command of the README fails with exit code ${code}:\n${command}\n\n${output}`);
  say(command.split('\n')[0] ?? '');
  const key = /^lintel_\S+$/m.exec(output);
  if (/ keys create /.test(command) && key) variables['KEY'] = key[0];
  if (/^curl .*pictures=/.test(command)) isRecognised(output);
  if (/ stream publish /.test(command)) {
    const [event] = (await tail?.says(/.*"?className"?.*/, MINUTE_MS)) ?? [];
    if (event === undefined)
      throw new Error('No command shows what was published: the README has no `stream tail` before it.');
    say(`recognised: ${event.trim().slice(0, 120)}`);
    tail?.interrupt();
  }
}

/** @param {string} answer of `POST /v1/recognitions` */
function isRecognised(answer) {
  const [outcome] = JSON.parse(answer).outcomes ?? [];
  if (typeof outcome?.recognition?.prediction?.className === 'string') return;
  throw new Error(`The model did not name the picture:\n${answer}`);
}

/** @param {string} address */
async function isPage(address) {
  const answer = await fetch(address);
  const type = answer.headers.get('content-type') ?? '';
  await answer.body?.cancel();
  if (answer.status !== 200 || !type.startsWith('text/html'))
    throw new Error(`${address} answers ${answer.status} ${type}`);
}

/** @param {ReturnType<typeof startProgram>} lintel */
async function stop(lintel) {
  lintel.interrupt();
  const until = Date.now() + LEAVES_WITHIN_MS;
  for (;;) {
    const left = processesOf(clone);
    if (left.length === 0) return say('Ctrl-C has left no process');
    if (Date.now() > until) throw new Error(`Ctrl-C has left processes:\n${left.join('\n')}\n\n${lintel.output()}`);
    await sleep(200);
  }
}

/** @param {number} pid */
function end(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}
