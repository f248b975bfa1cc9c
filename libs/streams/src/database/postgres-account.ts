import { LintelError } from '@lintel/contracts';
import { createHash } from 'node:crypto';
import { chown, cp, mkdir, readFile, rename, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';

const versioned = z.object({ version: z.string() });

/** The account that runs the server and the location of its files. */
export interface PostgresPlace {
  /** If absent, the current user. */
  readonly account?: { readonly uid: number; readonly gid: number };
  /** The folder of the cluster; exists and belongs to the account. */
  readonly folder: string;
  /** Folder with bin, lib and share. */
  readonly binaries: string;
}

/**
 * PostgreSQL refuses to run as root. Root therefore starts it as the owner of an existing cluster, else as `postgres`,
 * else as `nobody`. If that account cannot access the files (a clone in /root), the cluster and a copy of the binaries
 * are stored under `rootFolder` instead.
 */
export async function preparePostgresPlace(
  folder: string,
  binaries: string,
  rootFolder = '/var/lib/lintel',
): Promise<PostgresPlace> {
  const wanted = resolve(folder);
  await mkdir(wanted, { recursive: true });
  if (process.getuid?.() !== 0) return { folder: wanted, binaries };

  const place = { folder: wanted, binaries };
  const account = (await ownerOfCluster(wanted)) ?? (await unprivilegedAccount());
  if (!(await canReach(account.uid, dirname(wanted))) || !(await canReach(account.uid, binaries))) {
    place.folder = join(rootFolder, createHash('sha256').update(wanted).digest('hex').slice(0, 12));
    place.binaries = await copyOnce(binaries, rootFolder);
    await mkdir(place.folder, { recursive: true });
  }
  await chown(place.folder, account.uid, account.gid);
  return { account, ...place };
}

async function copyOnce(binaries: string, rootFolder: string): Promise<string> {
  const { version } = versioned.parse(JSON.parse(await readFile(join(binaries, '..', 'package.json'), 'utf8')));
  const copy = join(rootFolder, `postgres-${version}`);
  if (await stat(copy).catch(() => undefined)) return copy;
  // Renamed when complete: an interrupted copy is never run.
  const partial = `${copy}.${process.pid}`;
  await cp(binaries, partial, { recursive: true, verbatimSymlinks: true });
  await rename(partial, copy);
  return copy;
}

async function ownerOfCluster(folder: string): Promise<PostgresPlace['account']> {
  const found = await stat(join(folder, 'cluster')).catch(() => undefined);
  return found === undefined || found.uid === 0 ? undefined : { uid: found.uid, gid: found.gid };
}

async function unprivilegedAccount(): Promise<{ uid: number; gid: number }> {
  const accounts = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const found = accounts.find(([account]) => account === name);
    if (found !== undefined) return { uid: Number(found[2]), gid: Number(found[3]) };
  }
  throw new LintelError('TOOL_MISSING', {
    problem: 'PostgreSQL does not run as root, and there is no other account to run it as.',
    expected: 'an account called postgres or nobody',
    cure: 'Create one (useradd --system postgres), start as an ordinary user, or set DATABASE_URL.',
  });
}

/** True if every folder up to the root is accessible to `uid`. Groups are ignored: being too strict is safe here. */
async function canReach(uid: number, folder: string): Promise<boolean> {
  const { mode, uid: owner } = await stat(folder);
  if ((mode & (owner === uid ? 0o100 : 0o001)) === 0) return false;
  return folder === dirname(folder) || canReach(uid, dirname(folder));
}
