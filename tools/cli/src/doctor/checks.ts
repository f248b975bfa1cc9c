import { existsSync } from 'node:fs';
import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { availableParallelism, tmpdir, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { LintelError } from '@lintel/contracts';
import { decodePicture, inferenceEngine } from '@lintel/core-ml';
import { engineDescription } from '@lintel/core-ml/training';
import { writeAtomically } from '@lintel/contracts/files';
import { createDatabase } from '@lintel/data';
import { EmbeddedPostgres } from '@lintel/streams';
import { engineStatus, findCompiler, findPip } from '@lintel/libtensorflow';
import { cacheRoot } from '../cache-root';

export interface CheckOutcome {
  /** `warning`: part of Lintel works without it. */
  readonly status: 'ok' | 'warning' | 'failure';
  readonly found: string;
  readonly cure?: string;
}
export type CheckResult = CheckOutcome & { readonly name: string };

interface Check {
  readonly name: string;
  readonly check: (environment: NodeJS.ProcessEnv) => Promise<CheckOutcome> | CheckOutcome;
}

/** Oldest Node.js version that every package supports; the same as `engines` in the root's package.json. */
const OLDEST_NODE = [20, 19] as const;
const WANTED_DISK_GB = 3;
const WANTED_MEMORY_GB = 3;
/** One red pixel. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC';

/** In the order in which a reader would fix them. */
export const CHECKS: readonly Check[] = [
  { name: 'Node.js', check: () => nodeVersion(process.versions.node) },
  { name: 'memory', check: memory },
  { name: 'cache folder', check: attempt(cache) },
  { name: 'disk', check: attempt(disk) },
  { name: 'pictures', check: attempt(pictures) },
  { name: 'onnxruntime', check: attempt(onnxruntime) },
  { name: 'native engine', check: attempt(engine, 'warning') },
  { name: 'PostgreSQL', check: attempt(postgres) },
];

/** An error in a check is its result. */
function attempt(
  check: (environment: NodeJS.ProcessEnv) => Promise<CheckOutcome>,
  status: 'warning' | 'failure' = 'failure',
): Check['check'] {
  return async (environment) => {
    try {
      return await check(environment);
    } catch (error) {
      if (error instanceof LintelError) {
        const { problem, received, cure } = error;
        return { status, found: received === undefined ? problem : `${problem} (${received})`, cure };
      }
      const found = error instanceof Error ? error.message : String(error);
      return { status, found, cure: 'Install the packages again: npm ci --ignore-scripts' };
    }
  };
}

export function nodeVersion(version: string): CheckOutcome {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  const isNewEnough = major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
  return isNewEnough
    ? { status: 'ok', found: version }
    : {
        status: 'failure',
        found: `${version}, but ${OLDEST_NODE.join('.')} or newer is required`,
        cure: 'Install the current long-term release from nodejs.org, or: nvm install --lts',
      };
}

function memory(): CheckOutcome {
  // A container may have less memory than its machine; 0, or more than the machine, means no limit.
  const limit = process.constrainedMemory();
  const bytes = limit > 0 && limit < totalmem() ? limit : totalmem();
  const found = `${(bytes / 1e9).toFixed(1)} GB, ${availableParallelism()} processors`;
  if (bytes >= WANTED_MEMORY_GB * 1e9) return { status: 'ok', found };
  return {
    status: 'warning',
    found,
    cure: `Training may need ${WANTED_MEMORY_GB} GB: give the machine or container more memory, or train with a smaller --image-size.`,
  };
}

async function cache(environment: NodeJS.ProcessEnv): Promise<CheckOutcome> {
  const folder = cacheRoot(environment);
  const probe = join(folder, 'doctor');
  try {
    await writeAtomically(probe, (file) => file.writeFile('writable'));
  } catch (error) {
    if (!(error instanceof LintelError)) throw error;
    const cure = 'Make it writable, or set LINTEL_CACHE_DIR to a writable folder.';
    return { status: 'failure', found: `${error.problem} (${error.received})`, cure };
  }
  await rm(probe);
  return { status: 'ok', found: folder };
}

async function disk(environment: NodeJS.ProcessEnv): Promise<CheckOutcome> {
  let folder = cacheRoot(environment);
  while (!existsSync(folder)) folder = dirname(folder);
  const { bavail, bsize } = await statfs(folder);
  const found = `${((bavail * bsize) / 1e9).toFixed(1)} GB free for ${folder}`;
  if (bavail * bsize >= WANTED_DISK_GB * 1e9) return { status: 'ok', found };
  return {
    status: 'warning',
    found,
    cure: `The engine and decoded pictures take up to ${WANTED_DISK_GB} GB: free some space, or set LINTEL_CACHE_DIR to another disk.`,
  };
}

async function pictures(): Promise<CheckOutcome> {
  const preprocessor = {
    kind: 'image',
    height: 1,
    width: 1,
    channels: 3,
    fit: 'stretch',
    background: 'as-is',
    mean: [0],
    std: [1],
  } as const;
  const { pixels } = await decodePicture(Buffer.from(PNG, 'base64'), {
    ...preprocessor,
    mean: [0, 0, 0],
    std: [1, 1, 1],
  });
  return { status: 'ok', found: `sharp decodes (${[...pixels].join(', ')})` };
}

async function onnxruntime(): Promise<CheckOutcome> {
  return { status: 'ok', found: await inferenceEngine() };
}

/** Serving works without the engine. */
async function engine(environment: NodeJS.ProcessEnv): Promise<CheckOutcome> {
  const status = engineStatus(environment);
  if (!('missing' in status)) return { status: 'ok', found: engineDescription() };
  // What its installation would ask for next.
  for (const tool of [findCompiler, findPip]) {
    try {
      await tool({ environment });
    } catch (error) {
      if (!(error instanceof LintelError)) throw error;
      return {
        status: 'warning',
        found: `${status.missing} ${error.problem}`,
        cure: `${error.cure} Then: ${status.cure}`,
      };
    }
  }
  return {
    status: 'warning',
    found: `${status.missing} Models are served without it, but not trained.`,
    cure: status.cure,
  };
}

/** The configured server, or else the embedded one, which is started briefly. */
async function postgres(environment: NodeJS.ProcessEnv): Promise<CheckOutcome> {
  const url = environment['DATABASE_URL'];
  if (url) {
    const database = await createDatabase({ url, schema: 'public', entities: [], migrations: [], waitMs: 3_000 });
    await database.destroy();
    return { status: 'ok', found: 'the server of DATABASE_URL answers' };
  }
  const folder = await mkdtemp(join(tmpdir(), 'lintel-doctor-'));
  try {
    const server = await EmbeddedPostgres.start({ folder: join(folder, 'postgres'), durable: false });
    await server.stop();
    return { status: 'ok', found: 'the embedded server starts' };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
