import { readFile } from 'node:fs/promises';
import { LintelError, type DatasetVersion } from '@lintel/contracts';
import { baseCountsOf, BasePictures, DatasetVersions, type ArtifactStore, type DataSource } from '@lintel/data';
import { type CommandContext } from '../../command-context';
import { bar, counted } from '../../terminal/wording';
import { locatePictures, type TrainingPictures } from './training-pictures';

export interface BringOptions {
  readonly modelName: string;
  /** The dataset's name for people. */
  readonly name: string;
  readonly licence: string;
  readonly source: string | undefined;
  readonly by: string;
}

/** Paths of the pictures of a model. */
export interface LocatedPictures {
  readonly list: TrainingPictures;
  readonly paths: readonly string[];
  readonly bytes: number;
}

/** More is stored only if the person names the folder: a store may be small, or billed by its size. */
const LARGE_BYTES = 5 * 2 ** 30;

/** @throws LintelError NOT_FOUND; INVALID_ARGUMENT if there are too many */
export async function locateForStore(list: TrainingPictures, data: string | undefined): Promise<LocatedPictures> {
  const { paths, bytes } = await locatePictures(list, data);
  if (data !== undefined || bytes <= LARGE_BYTES) return { list, paths, bytes };
  throw new LintelError('INVALID_ARGUMENT', {
    problem: `The pictures of the model take ${size(bytes)} in the artefact store.`,
    expected: `at most ${size(LARGE_BYTES)}, unless their folder is named`,
    received: `${counted(paths.length)} pictures`,
    cure: `--data ${list.folder} stores them; --no-data registers the model without them.`,
  });
}

/** Stores the pictures of a model in the artefact store, as a dataset version that the next training starts from. */
export async function bringPictures(
  { list, paths, bytes }: LocatedPictures,
  { modelName, name, licence, source, by }: BringOptions,
  store: { readonly artifacts: ArtifactStore; readonly database: DataSource },
  { terminal, signal }: CommandContext,
): Promise<DatasetVersion> {
  terminal.say(`Storing ${counted(paths.length)} pictures (${size(bytes)}); those already stored are not copied`);
  const { classNames, split } = list;
  const pictures = list.pictures.map(({ sha256, className, part }) => ({ sha256, className, part }));
  const base = { classNames, pictures };
  const { contentHash, added, addedBytes } = await new BasePictures(store.artifacts).put(
    base,
    (index) => readFile(paths[index]!),
    {
      signal,
      onProgress: ({ done, total }) =>
        terminal.progress(`Storing pictures ${bar(done / total)} ${counted(done)} of ${counted(total)}`),
    },
  );
  terminal.say(`Stored ${counted(added)} new pictures (${size(addedBytes)})`);
  return new DatasetVersions(store.database, store.artifacts).create({
    modelName,
    base: { name, contentHash, licence, source: source ?? `folder ${name}`, stored: true },
    baseCounts: baseCountsOf(base),
    classNames,
    split,
    labels: [],
    createdBy: by,
  });
}

function size(bytes: number): string {
  const mebibytes = bytes / 2 ** 20;
  return mebibytes >= 1024 ? `${(mebibytes / 1024).toFixed(1)} GiB` : `${mebibytes.toFixed(1)} MiB`;
}
