import { join } from 'node:path';
import { tableSchemaSchema } from '@lintel/contracts';
import { refusal } from '@lintel/contracts/testing/refusal';
import { temporaryFolder } from '@lintel/contracts/testing/temporary-folder';
import { FolderArtifactStore } from '../artifacts/folder-artifact-store';
import { BaseTables, holdOutOfSplit, splitOfTable, type TableBase } from './base-tables';

const artifacts = new FolderArtifactStore(join(temporaryFolder(), 'artefacts'));
const tables = new BaseTables(artifacts);
const csv = 'debt,late\n1,no\n2,yes\n';
const base: TableBase = {
  schema: tableSchemaSchema.parse({
    formatVersion: 1,
    columns: [
      { name: 'debt', kind: 'number' },
      { name: 'late', kind: 'boolean', yes: 'yes', no: 'no' },
    ],
    missing: [''],
    target: 'late',
    group: null,
    time: null,
  }),
  holdOut: { share: 0.2, by: 'random' },
  classNames: ['no', 'yes'],
  examples: { train: 2, validation: 0, test: 0 },
  counts: { train: { no: 1, yes: 1 }, validation: {}, test: {} },
};

describe('the tables of dataset versions', () => {
  it('are read back as they were stored, each once', async () => {
    const contentHash = await tables.put(base, csv);
    expect(await tables.put(base, csv)).toBe(contentHash);
    const { csv: read, ...described } = await tables.get(contentHash);
    expect([read.toString(), described]).toEqual([csv, base]);
  });

  it('have another hash for other rows, another meaning or other held-out rows', async () => {
    const hashes = await Promise.all([
      tables.put(base, csv),
      tables.put(base, csv.replace('1', '3')),
      tables.put({ ...base, schema: { ...base.schema, group: 'debt' } }, csv),
      tables.put({ ...base, holdOut: { share: 0.3, by: 'random' } }, csv),
    ]);
    expect(new Set(hashes).size).toBe(4);
  });

  it('are refused if a byte of them has changed', async () => {
    const contentHash = await tables.put(base, csv);
    const key = `bases/${contentHash}.json`;
    const description = await artifacts.get(key);
    await artifacts.put(key, Buffer.from(description.toString().replace('0.2', '0.4')));
    expect((await refusal(() => tables.get(contentHash))).code).toBe('ARTIFACT_CORRUPT');
    await artifacts.put(key, description);
    const { sha256 } = JSON.parse(description.toString()) as { sha256: string };
    await artifacts.put(`bases/tables/${sha256}.csv.gz`, Buffer.from('no gzip'));
    expect((await refusal(() => tables.get(contentHash))).code).toBe('ARTIFACT_CORRUPT');
    expect((await refusal(() => tables.get('0'.repeat(64)))).code).toBe('NOT_FOUND');
  });

  it('hold out the rows that the split of a version says', () => {
    for (const rule of [base.holdOut, { share: 0.3, by: 'time' as const, after: 12.5 }]) {
      expect(holdOutOfSplit(splitOfTable(rule))).toEqual(rule);
    }
    expect(holdOutOfSplit({ seed: 1, validation: 0, test: 0.1 })).toEqual({ share: 0.1, by: 'random' });
  });
});
