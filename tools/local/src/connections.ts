import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const connectionsSchema = z.object({
  databaseUrl: z.string(),
  /** Absent: events are stored in PostgreSQL. */
  kafkaBrokers: z.string().optional(),
  /** Addresses of the apps. */
  apps: z.array(z.string()),
  /** Folder of models, dataset versions and checkpoints. */
  artifactDir: z.string(),
  /** Key that signs models. */
  privateKeyFile: z.string(),
  publicKeyFile: z.string(),
});
/** How other programs of this user connect to a running `npm start`. */
export type Connections = z.infer<typeof connectionsSchema>;

const fileIn = (dataDir: string): string => join(dataDir, 'connections.json');

/** Readable by its owner alone: the database address contains its password. */
export function writeConnections(dataDir: string, connections: Connections): void {
  const draft = `${fileIn(dataDir)}.new`;
  rmSync(draft, { force: true });
  writeFileSync(draft, `${JSON.stringify(connections)}\n`, { mode: 0o600 });
  renameSync(draft, fileIn(dataDir));
}

/** @returns undefined if no `npm start` runs on that folder; one that was killed with kill -9 is still returned */
export function readConnections(dataDir: string): Connections | undefined {
  try {
    return connectionsSchema.parse(JSON.parse(readFileSync(fileIn(dataDir), 'utf8')));
  } catch {
    return undefined;
  }
}

export function removeConnections(dataDir: string): void {
  rmSync(fileIn(dataDir), { force: true });
}
