import { realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { LintelError } from '@lintel/contracts';
import { ModelDirectory } from '@lintel/core-ml/training';
import { cacheRoot } from '../../cache-root';
import { type CommandContext } from '../../command-context';
import { type TrainPicturesOptions } from './train-pictures-options';
import { trainInProcess } from './train-in-process';

/** As a manifest allows. */
const MAX_NAME = 100;

/**
 * Trains after checks for problems with the data, the model or a concurrent run. Nothing is written before these checks
 * pass.
 * @throws LintelError INVALID_ARGUMENT (one folder inside another, name), CONFLICT (another run), OUTPUT_UNWRITABLE
 */
export async function guardedTrain(options: TrainPicturesOptions, context: CommandContext): Promise<void> {
  const { data, out } = options;
  checkName(options.name ?? basename(resolve(out)));
  await checkApart({ option: '--data', path: data }, { option: '--out', path: out });
  await checkApart(
    { option: '--data', path: data },
    { option: 'LINTEL_CACHE_DIR', path: cacheRoot(context.environment) },
  );
  const release = await new ModelDirectory(out).lock();
  try {
    await trainInProcess(options, context);
  } finally {
    await release();
  }
}

interface Place {
  readonly option: string;
  readonly path: string;
}

/**
 * A model folder inside the pictures would be read as a class next time; pictures inside a model folder are replaced
 * with it.
 */
async function checkApart(data: Place, written: Place): Promise<void> {
  const [pictures, place] = await Promise.all([realPath(data.path), realPath(written.path)]);
  const isWithin = (inner: string, outer: string): boolean => inner === outer || inner.startsWith(outer + sep);
  if (written.option === '--out' ? !isWithin(place, pictures) && !isWithin(pictures, place) : !isRead(place, pictures))
    return;
  throw new LintelError('INVALID_ARGUMENT', {
    problem: `${written.option} and ${data.option} must not be inside each other.`,
    expected: 'two separate folders',
    received: `${data.option} ${pictures}, ${written.option} ${place}`,
    cure: `Choose a folder beside the pictures, such as ${join(dirname(pictures), 'model')}.`,
  });
}

/**
 * Whether a folder would be read as part of the pictures; hidden ones, such as `.cache` in a home folder, would not.
 */
function isRead(place: string, pictures: string): boolean {
  const steps = relative(pictures, place).split(sep);
  return !isAbsolute(relative(pictures, place)) && !steps.some((step) => step.startsWith('.'));
}

/** Resolves links, also if the last folders do not exist yet. */
async function realPath(path: string): Promise<string> {
  const absolute = resolve(path);
  try {
    return await realpath(absolute);
  } catch {
    const parent = dirname(absolute);
    return parent === absolute ? absolute : join(await realPath(parent), basename(absolute));
  }
}

function checkName(name: string): void {
  if (name.trim() !== '' && name.length <= MAX_NAME) return;
  throw new LintelError('INVALID_ARGUMENT', {
    problem: 'This name is not valid for a model.',
    expected: `1 to ${MAX_NAME} characters`,
    received: name.trim() === '' ? 'an empty name' : `${name.length} characters`,
    cure: 'Pass a shorter name with --name.',
  });
}
