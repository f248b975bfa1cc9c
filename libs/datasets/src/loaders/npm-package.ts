import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { constants } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { LintelError } from '@lintel/contracts';
import { writeError } from '@lintel/contracts/files';

export interface NpmPackage {
  readonly name: string;
  /** Exact version. */
  readonly version: string;
  /** As in the registry: `sha512-` and base64. */
  readonly integrity: string;
}

export interface NpmOptions {
  readonly signal?: AbortSignal;
  /** Default: the one configured in npm. */
  readonly registry?: string;
  /** Default: `npm`. */
  readonly npmCommand?: string;
}

/** By default npm retries an unreachable registry for more than a minute. */
const PATIENCE = ['--fetch-retries=2', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'];

/**
 * Downloads the archive of a package with the npm client, so that the user's registry, proxy and cache apply, and
 * verifies its pinned hash. Nothing in it is executed.
 * @param folder an empty one; created if it does not exist
 * @returns the path of the archive
 * @throws LintelError TOOL_MISSING, SERVICE_UNAVAILABLE (retryable), ARTIFACT_CORRUPT, DISK_FULL, CANCELLED
 */
export async function downloadNpmPackage(
  { name, version, integrity }: NpmPackage,
  folder: string,
  { signal, registry, npmCommand = 'npm' }: NpmOptions = {},
): Promise<string> {
  const wanted = `${name}@${version}`;
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw writeError(error, folder);
  });
  const args = ['pack', wanted, '--pack-destination', folder, '--loglevel=error', ...PATIENCE];
  if (registry) args.push('--registry', registry);
  const { exitCode, errors } = await runNpm(npmCommand, args, folder, signal);
  if (exitCode !== 0) throw downloadError(wanted, folder, errors);
  const archive = (await readdir(folder)).find((file) => file.endsWith('.tgz'));
  if (!archive) throw downloadError(wanted, folder, 'npm left no archive');
  const path = join(folder, archive);
  await checkIntegrity(path, integrity);
  return path;
}

/** @throws LintelError ARTIFACT_CORRUPT */
export async function checkIntegrity(path: string, integrity: string): Promise<void> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(path), hash);
  const received = `sha512-${hash.digest('base64')}`;
  if (received === integrity) return;
  throw new LintelError('ARTIFACT_CORRUPT', {
    problem: `${path} does not match the expected file.`,
    expected: integrity,
    received,
    cure: 'Delete it and run again; if this persists, the npm registry does not serve the published file.',
    retryable: true,
  });
}

async function runNpm(
  command: string,
  args: readonly string[],
  folder: string,
  signal: AbortSignal | undefined,
): Promise<{ exitCode: number | null; errors: string }> {
  return new Promise((resolve, reject) => {
    // On Windows npm is a script, which only a shell can start.
    const npm = spawn(command, args, {
      cwd: folder,
      shell: process.platform === 'win32',
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const stop = (): void => void npm.kill();
    signal?.addEventListener('abort', stop);
    let errors = '';
    npm.stderr.setEncoding('utf8').on('data', (text: string) => (errors = (errors + text).slice(-10_000)));
    npm.on('error', (cause) =>
      reject(
        new LintelError('TOOL_MISSING', {
          problem: `${command} cannot be started.`,
          received: cause.message,
          cure: 'Install npm (it comes with Node.js) and make sure that it is on the PATH.',
          cause,
        }),
      ),
    );
    npm.on('close', (exitCode) => {
      signal?.removeEventListener('abort', stop);
      if (!signal?.aborted) return resolve({ exitCode, errors });
      reject(
        new LintelError('CANCELLED', { problem: 'The download was cancelled.', cure: 'Run again.', retryable: true }),
      );
    });
    if (signal?.aborted) stop();
  });
}

function downloadError(wanted: string, folder: string, errors: string): unknown {
  const received = errors
    .split('\n')
    .map((line) => line.replace(/^npm (error|ERR!) ?/, '').trim())
    .filter((line) => line !== '' && !line.startsWith('npm warn') && !line.startsWith('A complete log'))
    .slice(0, 4)
    .join('; ');
  if (/ENOSPC|EDQUOT/.test(errors)) {
    return writeError(Object.assign(new Error(received), { code: 'ENOSPC', errno: constants.errno.ENOSPC }), folder);
  }
  return new LintelError('SERVICE_UNAVAILABLE', {
    problem: `npm could not download ${wanted}.`,
    expected: 'a reachable npm registry',
    received: received === '' ? 'no message' : received,
    cure: `Check the network and the registry (npm ping; npm config get registry), then run again.`,
    retryable: true,
  });
}
