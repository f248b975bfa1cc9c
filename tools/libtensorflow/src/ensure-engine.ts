import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { LintelError } from '@lintel/contracts';
import { compileBinding, findCompiler, keepBinding } from './compile-binding';
import { diskFull, megabytes, requireDiskSpace } from './disk-space';
import { arrivedBytes, downloadWheel, hasWheel } from './download-wheel';
import { glibcVersion, requireGlibc, thisMachine } from './engine-platform';
import { type PinnedWheel } from './engine-release';
import { openWheel } from './extract-wheel';
import { withInstallLock } from './install-lock';
import { reportProgress, type OnInstallProgress } from './install-progress';
import {
  engineInfo,
  hasLibraries,
  isInstalled,
  markInstalled,
  planEngine,
  type EngineInfo,
  type EnginePlan,
} from './installed-engine';
import { findPip, type Pip } from './pip';
import { linkBinding } from './tfjs-package';
import { requireNotCancelled } from './run-command';
import { verifyEngine } from './verify-engine';

export interface EnsureEngineOptions {
  /** Receives one line about what begins or was found. */
  readonly log?: (line: string) => void;
  /** Receives the progress of the step twice a second. */
  readonly onProgress?: OnInstallProgress;
  /** Stops the installation; the next one resumes where it stopped. */
  readonly signal?: AbortSignal;
  /** PATH, HOME, proxies, LINTEL_ENGINE (cpu or cuda), LINTEL_CACHE_DIR. Default: this process's. */
  readonly environment?: NodeJS.ProcessEnv;
}

type Installation = EnginePlan & Required<Omit<EnsureEngineOptions, 'signal'>> & { signal: AbortSignal | undefined };

/**
 * Makes sure that the native engine is installed and works. If it is, this takes a millisecond; if only this clone
 * lacks the link, a little more; otherwise it downloads, unpacks and compiles.
 * @throws LintelError TOOL_MISSING (pip, compiler, npm packages), DISK_FULL, OUTPUT_UNWRITABLE, INVALID_CONFIGURATION
 *   (machine, LINTEL_ENGINE), ENGINE_INSTALL_FAILED, CANCELLED
 */
export async function ensureEngine(options: EnsureEngineOptions = {}): Promise<EngineInfo> {
  const { environment = process.env, log = () => {}, onProgress = () => {}, signal } = options;
  const plan = planEngine(environment, thisMachine());
  if (!isInstalled(plan)) {
    const installation = { ...plan, environment, log, onProgress, signal };
    await prepareFolder(plan);
    const onWait = (holder: string): void => log(`Waiting for another installation of the engine (${holder}).`);
    await withInstallLock(plan.layout.lock, { signal, onWait }, () => install(installation));
  }
  return engineInfo(plan);
}

async function install(installation: Installation): Promise<void> {
  // Another process may have installed it while this one waited.
  if (isInstalled(installation)) return;
  const { layout, tfjs, signal } = installation;
  try {
    if (!hasLibraries(installation) || !existsSync(layout.binding)) await addToCache(installation);
    linkBinding(tfjs, layout.binding);
    await rm(layout.wheels, { recursive: true, force: true });
  } catch (error) {
    requireNotCancelled(signal);
    throw (error as NodeJS.ErrnoException).code === 'ENOSPC' ? diskFull(layout.folder, { cause: error }) : error;
  }
}

async function addToCache(installation: Installation): Promise<void> {
  const { release, layout, tfjs, environment, log, onProgress, signal } = installation;
  // All tools are checked before anything long begins.
  const compiler = await findCompiler({ environment, signal });
  const complete = hasLibraries(installation);
  if (!complete) {
    const pip = await findPip({ environment, signal });
    requireGlibc(release.platform, glibcVersion());
    await requireDiskSpace(layout.folder, release.peakBytes);
    await download(installation, pip);
    await extract(installation);
  }
  log(`Compiling the binding with ${compiler}`);
  await reportProgress({ step: 'compile', onProgress }, () =>
    compileBinding(layout, tfjs, compiler, { environment, signal }),
  );
  log('Verifying the engine with a convolution');
  await reportProgress({ step: 'verify', onProgress }, () => verifyEngine(layout, tfjs, { environment, signal }));
  await keepBinding(layout);
  if (!complete) await markInstalled(installation);
}

async function download(
  { release, layout, environment, log, onProgress, signal }: Installation,
  pip: Pip,
): Promise<void> {
  await mkdir(layout.wheels, { recursive: true });
  const missing: PinnedWheel[] = [];
  for (const wheel of release.wheels) if (!(await hasWheel(layout.wheels, wheel))) missing.push(wheel);
  if (missing.length === 0) return;
  const totalBytes = sum(missing.map(({ bytes }) => bytes));
  log(`Downloading TensorFlow (${release.flavour}), ${megabytes(totalBytes)}, into ${layout.folder}`);
  let done = 0;
  let current = missing[0];
  const doneBytes = (): number => done + (current === undefined ? 0 : arrivedBytes(layout.wheels, current));
  await reportProgress({ step: 'download', onProgress, totalBytes, doneBytes }, async () => {
    for (current of missing) {
      await downloadWheel(layout.wheels, current, pip, { environment, signal });
      done += current.bytes;
    }
    current = undefined;
  });
}

async function extract({ release, layout, log, onProgress, signal }: Installation): Promise<void> {
  const contents = await Promise.all(release.wheels.map(({ file }) => openWheel(join(layout.wheels, file))));
  try {
    const totalBytes = sum(contents.map(({ bytes }) => bytes));
    let done = 0;
    log(`Unpacking ${megabytes(totalBytes)}`);
    await reportProgress({ step: 'extract', onProgress, totalBytes, doneBytes: () => done }, async () => {
      for (const content of contents) await content.extract(layout.site, (count) => (done += count), signal);
    });
  } finally {
    for (const content of contents) content.close();
  }
}

/** @throws LintelError OUTPUT_UNWRITABLE */
async function prepareFolder({ layout: { folder } }: EnginePlan): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    throw new LintelError('OUTPUT_UNWRITABLE', {
      problem: `The folder for the native engine cannot be created: ${folder}`,
      received: (cause as Error).message,
      cure: 'Make it writable, or set LINTEL_CACHE_DIR to a writable folder.',
      cause,
    });
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
