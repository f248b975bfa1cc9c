import { readdir } from 'node:fs/promises';
import { extname, join, relative, resolve } from 'node:path';
import { LintelError, printable } from '@lintel/contracts';
import { type Neighbour, Predictor, type StoredModel, VectorIndex } from '@lintel/core-ml';
import { PICTURE_EXTENSIONS } from '@lintel/datasets';
import { type CommandContext } from '../../command-context';
import { bar, counted, table } from '../../terminal/wording';
import { type PredictOptions } from '../task-commands';
import { readPicture } from '../pictures/read-picture';

export interface PredictEmbeddingOptions extends PredictOptions {
  /** Folder of pictures to search, at any depth. */
  readonly gallery?: string;
  /** Neighbours to show. */
  readonly count: number;
}

type Embedded = { readonly file: string } & ({ readonly vector: Float32Array } | { readonly error: LintelError });
interface Found {
  readonly file: string;
  readonly similarity: number;
}

const FILES_AT_ONCE = 16;
const SHOWN = 3;

/** Turns pictures into vectors and finds the pictures of a folder that are nearest to each. */
export async function predictEmbedding(
  model: StoredModel<'image-embedding'>,
  files: readonly string[],
  { gallery, count }: PredictEmbeddingOptions,
  { terminal, signal, outcome }: CommandContext,
): Promise<void> {
  const predictor = await Predictor.open<'image-embedding'>(model);
  const { name, task, reading } = predictor.manifest;
  const embed = async (paths: readonly string[]): Promise<Embedded[]> => {
    const embedded: Embedded[] = [];
    for (let start = 0; start < paths.length; start += FILES_AT_ONCE) {
      embedded.push(...(await embedSome(predictor, paths.slice(start, start + FILES_AT_ONCE), signal)));
      const share = embedded.length / paths.length;
      terminal.progress(`Embedding ${bar(share)} ${counted(embedded.length)} of ${counted(paths.length)}`);
    }
    return embedded;
  };
  try {
    const paths = gallery === undefined ? [] : await picturesBelow(gallery);
    const stored: { file: string; vector: Float32Array }[] = [];
    for (const one of await embed(paths)) {
      if ('vector' in one) stored.push(one);
      else terminal.say(`Left out: ${printable(one.file)}: ${one.error.problem}`);
    }
    const index = new VectorIndex(Float32Array.from(stored.flatMap(({ vector }) => [...vector])), reading.size);
    const answers = await embed(files);
    const nearestTo = ({ file, vector }: { file: string; vector: Float32Array }): Found[] => {
      const accepts = (row: number): boolean => resolve(stored[row]!.file) !== resolve(file);
      const named = ({ row, similarity }: Neighbour): Found => ({ file: stored[row]!.file, similarity });
      return index.nearest(vector, { count, accepts }).map(named);
    };
    const predictions = answers.map((one) =>
      'error' in one
        ? one
        : {
            ...{ file: one.file, size: one.vector.length, vector: [...one.vector] },
            ...(gallery === undefined ? {} : { nearest: nearestTo(one) }),
          },
    );
    const rows = predictions.map((one) => {
      if ('error' in one) return [one.file, 'cannot be read', one.error.problem];
      const near = (one.nearest ?? []).slice(0, SHOWN).map((found) => {
        return `${relative(gallery ?? '.', found.file)} (${found.similarity.toFixed(3)})`;
      });
      return [one.file, `${counted(one.size)} values`, near.join(', ')];
    });
    terminal.result(
      { command: 'predict', model: name, task, gallery: stored.length, predictions },
      table(['file', 'vector', gallery === undefined ? '' : 'nearest (similarity)'], rows),
    );
    if (answers.some((one) => 'error' in one)) outcome.exitCode = 1;
  } finally {
    await predictor.close();
  }
}

/** A picture that cannot be read does not affect the others. */
async function embedSome(
  predictor: Predictor<'image-embedding'>,
  files: readonly string[],
  signal: AbortSignal,
): Promise<Embedded[]> {
  const read = await Promise.all(files.map(readPicture));
  const pictures = read.filter((one): one is Uint8Array => !(one instanceof LintelError));
  const outcomes = (await predictor.predictSettled(pictures, { signal })).values();
  return read.map((one, at) => {
    const file = files[at]!;
    if (one instanceof LintelError) return { file, error: one };
    const settled = outcomes.next().value!;
    return settled.ok ? { file, vector: settled.prediction.vector } : { file, error: settled.error };
  });
}

/** @throws LintelError NOT_FOUND, DATASET_EMPTY */
async function picturesBelow(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause: unknown) => {
    throw new LintelError('NOT_FOUND', {
      problem: `The folder ${folder} cannot be read.`,
      expected: 'a folder of pictures',
      received: (cause as Error).message,
      cure: 'Check the path and the read permission.',
      cause,
    });
  });
  const paths = found
    .filter((entry) => entry.isFile() && PICTURE_EXTENSIONS.includes(extname(entry.name).toLowerCase()))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  if (paths.length > 0) return paths;
  throw new LintelError('DATASET_EMPTY', {
    problem: `There is no picture in ${folder}.`,
    expected: `files that end in ${PICTURE_EXTENSIONS.join(', ')}`,
    received: 'none',
    cure: 'Choose a folder of pictures to search.',
  });
}
