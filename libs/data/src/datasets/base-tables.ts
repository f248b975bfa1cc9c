import { LintelError, tableSchemaSchema, type DatasetVersion } from '@lintel/contracts';
import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import type { ArtifactStore } from '../artifacts/artifact-store';

const shares = z.object({ train: z.int().min(0), validation: z.int().min(0), test: z.int().min(0) });
const tableBaseSchema = z.object({
  formatVersion: z.literal(1),
  kind: z.literal('table'),
  /** SHA-256 (hex) of the CSV text. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  schema: tableSchemaSchema,
  holdOut: z.object({
    share: z.number().min(0).lt(1),
    by: z.enum(['random', 'group', 'time']),
    after: z.number().optional(),
  }),
  /** Empty if the target is a value. */
  classNames: z.array(z.string()),
  examples: shares,
  counts: z.object({
    train: z.record(z.string(), z.int()),
    validation: z.record(z.string(), z.int()),
    test: z.record(z.string(), z.int()),
  }),
});

/** The rows a model was first trained on: what their columns mean, and which of them only measure models. */
export type TableBase = Omit<z.infer<typeof tableBaseSchema>, 'formatVersion' | 'kind' | 'sha256'>;

/**
 * The tables of dataset versions: `bases/tables/<hash>.csv.gz`, shared between bases, and its description
 * `bases/<hash>.json`. Both are immutable.
 */
export class BaseTables {
  constructor(private readonly artifacts: ArtifactStore) {}

  /**
   * Stores the table, then its description.
   * @param csv in its canonical form, so that equal tables are stored once
   * @returns the content hash of the base
   * @throws LintelError like `ArtifactStore.put`
   */
  async put(base: TableBase, csv: string): Promise<string> {
    const content = { formatVersion: 1 as const, kind: 'table' as const, sha256: hashOf(csv), ...base };
    const contentHash = baseHash(content);
    await this.artifacts.put(tableKey(content.sha256), gzipSync(csv));
    await this.artifacts.put(descriptionKey(contentHash), Buffer.from(JSON.stringify(content)));
    return contentHash;
  }

  /**
   * @returns the description, and the table as CSV
   * @throws LintelError NOT_FOUND, ARTIFACT_CORRUPT
   */
  async get(contentHash: string): Promise<TableBase & { readonly csv: Buffer }> {
    const key = descriptionKey(contentHash);
    const parsed = tableBaseSchema.safeParse(parseJson(await this.artifacts.get(key)));
    if (!parsed.success) throw corrupt(key, 'the description of a table', z.prettifyError(parsed.error));
    const found = baseHash(parsed.data);
    if (found !== contentHash) throw corrupt(key, `the hash ${contentHash}`, `the hash ${found}`);
    const { formatVersion: _, kind: __, sha256, ...base } = parsed.data;
    const csv = unzipped(await this.artifacts.get(tableKey(sha256)));
    if (csv === undefined || hashOf(csv) !== sha256) {
      const received = csv === undefined ? 'a damaged file' : `SHA-256 ${hashOf(csv)}`;
      throw corrupt(tableKey(sha256), `SHA-256 ${sha256}`, received);
    }
    return { ...base, csv };
  }
}

/** How dataset versions divide the rows of a base. */
export function splitOfTable({ share, by, after }: TableBase['holdOut']): DatasetVersion['split'] {
  return { seed: 0, validation: 0, test: share, by, ...(after === undefined ? {} : { after }) };
}

/** The held-out rows of a dataset version of a table. */
export function holdOutOfSplit({ test, by = 'random', after }: DatasetVersion['split']): TableBase['holdOut'] {
  return { share: test, by, ...(after === undefined ? {} : { after }) };
}

/** SHA-256 (hex) over the table, its schema and the held-out rows. */
function baseHash({ sha256, schema, holdOut }: z.infer<typeof tableBaseSchema>): string {
  const { share, by, after = null } = holdOut;
  return hashOf(JSON.stringify(['table', sha256, tableSchemaSchema.parse(schema), share, by, after]));
}

const descriptionKey = (contentHash: string): string => `bases/${contentHash}.json`;
const tableKey = (sha256: string): string => `bases/tables/${sha256}.csv.gz`;
const hashOf = (content: Buffer | string): string => createHash('sha256').update(content).digest('hex');

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

function unzipped(bytes: Buffer): Buffer | undefined {
  try {
    return gunzipSync(bytes);
  } catch {
    return undefined;
  }
}

const corrupt = (key: string, expected: string, received: string): LintelError =>
  new LintelError('ARTIFACT_CORRUPT', {
    problem: 'The table of a dataset does not match the stored one.',
    expected: `${key}, with ${expected}`,
    received,
    cure: 'Restore the file from a backup of the artefact store, or register the model again with its table.',
  });
