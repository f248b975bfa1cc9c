import { datasetVersionSchema, LintelError, targetClass, type DatasetVersion, type Label } from '@lintel/contracts';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ArtifactStore } from '../artifacts/artifact-store';
import type { DataSource } from '../database/orm';
import { readRows, rowInteger, rowTime, type Transaction } from '@lintel/streams';
import { checkShares } from '@lintel/datasets';
import {
  addCounts,
  addExamples,
  contentHashOf,
  labelledExamples,
  labelledExampleSchema,
  testSetHashOf,
  totalsOf,
  type DatasetContent,
  type LabelledExample,
  type PartOfLabel,
} from './dataset-content';

export interface NewDatasetVersion {
  readonly modelName: string;
  readonly classNames: readonly string[];
  readonly base: DatasetVersion['base'];
  /** Number of examples of the base by part and class, after the split, without labelled ones. */
  readonly baseCounts: DatasetVersion['counts'];
  /** Number of examples of the base by part. Default: the sum of the counts. */
  readonly baseExamples?: DatasetVersion['examples'];
  readonly split: DatasetVersion['split'];
  /** As returned by `Labels.newest`. */
  readonly labels: readonly Label[];
  /** The part of a labelled input. Default: by the hash of the input. */
  readonly partOf?: PartOfLabel;
  readonly createdBy: string;
}

const COLUMNS = `id, model_name AS "modelName", number, task, examples, content_hash AS "contentHash", class_names AS "classNames",
  counts, test_set_hash AS "testSetHash", base, labels, up_to_label AS "upToLabel", split, created_at AS "createdAt",
  created_by AS "createdBy"`;
const versionRow = datasetVersionSchema.extend({ upToLabel: rowInteger, createdAt: rowTime });
const numberRow = z.object({ number: z.int() });

/** As files of format 1 have it, which were written when every label was the class of a picture. */
const classExampleSchema = labelledExampleSchema
  .pick({ labelId: true, part: true })
  .extend({ pictureSha256: labelledExampleSchema.shape.inputSha256, className: z.string() })
  .transform(({ pictureSha256, className, ...item }) => {
    return { ...item, inputSha256: pictureSha256, target: { className } };
  });
const contentSchema = z.object({
  base: datasetVersionSchema.shape.base,
  split: datasetVersionSchema.shape.split,
  classNames: z.array(z.string()),
});
const listFileSchema = z.discriminatedUnion('formatVersion', [
  contentSchema.extend({ formatVersion: z.literal(1), items: z.array(classExampleSchema) }),
  contentSchema.extend({ formatVersion: z.literal(2), items: z.array(labelledExampleSchema) }),
]);

/**
 * The immutable versions of every model's data. The list of labelled examples is the artefact `datasets/<hash>.json`.
 */
export class DatasetVersions {
  constructor(
    private readonly database: DataSource,
    private readonly artifacts: ArtifactStore,
  ) {}

  /**
   * Creates a version, or returns the existing one with the same content.
   * @throws LintelError NOT_FOUND (the model), DATASET_INVALID (a label with an unknown class), INVALID_CONFIGURATION
   *   (shares), and like `ArtifactStore.put`
   */
  async create(version: NewDatasetVersion): Promise<DatasetVersion> {
    const { modelName, base, split, classNames } = version;
    checkShares(split);
    const items = labelledExamples(version.labels, split.test, version.partOf);
    checkClasses(items, classNames);
    const content = { base, split, classNames, items };
    const contentHash = contentHashOf(content);
    // Written before the row, so that every visible version is readable.
    await this.artifacts.put(keyOf(contentHash), Buffer.from(JSON.stringify({ formatVersion: 2, ...content })));
    const ids = new Set(items.map(({ labelId }) => labelId));
    const upToLabel = version.labels.reduce((most, { id, sequence }) => Math.max(most, ids.has(id) ? sequence : 0), 0);
    return this.database.transaction(async (transaction) => {
      const { number, task } = await nextVersion(transaction, modelName);
      const same = await find(transaction, 'model_name = $1 AND content_hash = $2', [modelName, contentHash]);
      if (same[0] !== undefined) return same[0];
      const added = await readRows(
        transaction,
        versionRow,
        `INSERT INTO platform.dataset_version (id, model_name, number, content_hash, test_set_hash, class_names, counts,
           base, labels, up_to_label, split, created_by, task, examples)
         VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7::jsonb, $8::jsonb, $9, $10, $11::jsonb, $12, $13, $14::jsonb)
         RETURNING ${COLUMNS}`,
        [
          randomUUID(),
          modelName,
          number,
          contentHash,
          testSetHashOf(content),
          JSON.stringify(classNames),
          JSON.stringify(addCounts(version.baseCounts, items)),
          JSON.stringify(base),
          items.length,
          upToLabel,
          JSON.stringify(split),
          version.createdBy,
          task,
          JSON.stringify(addExamples(version.baseExamples ?? totalsOf(version.baseCounts), items)),
        ],
      );
      return added[0]!;
    });
  }

  /** @throws LintelError NOT_FOUND */
  async get(id: string): Promise<DatasetVersion> {
    // Compared as text, so that an invalid id is simply not found.
    const found = await find(this.database, 'id::text = $1', [id]);
    if (found[0] !== undefined) return found[0];
    throw new LintelError('NOT_FOUND', {
      problem: `There is no dataset version ${id}.`,
      cure: 'List the dataset versions of the model to see which there are.',
    });
  }

  /** Newest first. */
  async list(modelName: string): Promise<DatasetVersion[]> {
    return find(this.database, 'model_name = $1', [modelName]);
  }

  /** Null if the model has no version yet. */
  async newest(modelName: string): Promise<DatasetVersion | null> {
    return (await find(this.database, 'model_name = $1', [modelName], 1))[0] ?? null;
  }

  /**
   * The labelled examples of a version, sorted by input.
   * @throws LintelError NOT_FOUND, ARTIFACT_CORRUPT (the list is not the registered one)
   */
  async items(id: string): Promise<LabelledExample[]> {
    const { contentHash } = await this.get(id);
    const file = parseList(await this.artifacts.get(keyOf(contentHash)));
    if (file !== undefined && contentHashOf(file) === contentHash) return [...file.items];
    throw new LintelError('ARTIFACT_CORRUPT', {
      problem: `The examples of dataset version ${id} do not match the registered ones.`,
      expected: `a list with the hash ${contentHash}`,
      received: file === undefined ? 'a file of another format' : `one with the hash ${contentHashOf(file)}`,
      cure: `Restore ${keyOf(contentHash)} from a backup of the artefact store, or create a new dataset version.`,
    });
  }
}

const keyOf = (contentHash: string): string => `datasets/${contentHash}.json`;

/** Concurrent creations for the same model wait until the transaction ends, so that numbers have no gaps. */
async function nextVersion(transaction: Transaction, modelName: string) {
  const model = 'SELECT task FROM platform.model WHERE name = $1 FOR NO KEY UPDATE';
  const [found] = await readRows(transaction, datasetVersionSchema.pick({ task: true }), model, [modelName]);
  if (found === undefined) {
    throw new LintelError('NOT_FOUND', {
      problem: `There is no model ${modelName}.`,
      cure: 'Declare the model before its data.',
    });
  }
  const next = 'SELECT coalesce(max(number), 0) + 1 AS number FROM platform.dataset_version WHERE model_name = $1';
  return { ...found, number: (await readRows(transaction, numberRow, next, [modelName]))[0]!.number };
}

function find(database: Transaction, where: string, parameters: unknown[], limit = 1_000): Promise<DatasetVersion[]> {
  const sql = `SELECT ${COLUMNS} FROM platform.dataset_version WHERE ${where} ORDER BY number DESC LIMIT ${limit}`;
  return readRows(database, versionRow, sql, parameters);
}

function parseList(bytes: Buffer): DatasetContent | undefined {
  try {
    return listFileSchema.parse(JSON.parse(bytes.toString('utf8')));
  } catch {
    return undefined;
  }
}

function checkClasses(items: readonly LabelledExample[], classNames: readonly string[]): void {
  const known = new Set(classNames);
  const stranger = items.find(({ target }) => {
    const className = targetClass(target);
    return className !== null && !known.has(className);
  });
  if (stranger === undefined) return;
  throw new LintelError('DATASET_INVALID', {
    problem: 'A label names a class that the dataset does not have.',
    expected: classNames.join(', '),
    received: `"${targetClass(stranger.target)}" (label ${stranger.labelId})`,
    cure: 'Add the class to the dataset, or omit the labels of that class.',
  });
}
