import { access, readFile, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  LintelError,
  type SearchConfiguration,
  type SearchState,
  searchStateSchema,
  type SearchTrial,
  type TableSchema,
} from '@lintel/contracts';
import { writeAtomically } from '@lintel/contracts/files';
import { compareTrials, type SearchedTable, searchTable, type Table } from '@lintel/core-ml/tables';
import { type CommandContext } from '../../command-context';
import { duration, table } from '../../terminal/wording';
import { type TrainTableOptions } from './train-table';

const SHOWN = 10;

/** Where a search is stored until its model is complete. */
export const searchFile = (out: string): string => `${resolve(out)}.search.json`;

export const removeSearch = (out: string): Promise<void> => rm(searchFile(out), { force: true });

/**
 * Searches for the best configuration within the time of `--search`, and stores the search after every trial.
 * @throws LintelError as `searchTable`; NOT_FOUND if there is no search to resume, CONFLICT if one would be lost
 */
export async function searchOnTable(
  rows: Table,
  schema: TableSchema,
  { search, trials, resume, task, recipe, positive, out, overwrite, seed }: TrainTableOptions,
  { terminal, signal }: CommandContext,
): Promise<SearchedTable> {
  const file = searchFile(out);
  const state = resume ? await readSearch(file) : undefined;
  if (!resume && !overwrite) await checkNoSearch(file);
  if (state) terminal.say(`Resumes after ${state.trials.length} trials`);
  return searchTable({
    ...{ table: rows, schema, task, recipe, positive, out, overwrite, seed, state, signal },
    budget: search!,
    configurations: trials,
    onTrial: async (now, trial, { metric }) => {
      await writeAtomically(file, (handle) => handle.writeFile(`${JSON.stringify(now)}\n`));
      terminal.say(describeTrial(trial, metric));
    },
  });
}

/** Hours of trials must not be lost to a forgotten option. */
async function checkNoSearch(file: string): Promise<void> {
  const exists = await access(file).then(
    () => true,
    () => false,
  );
  if (!exists) return;
  throw new LintelError('CONFLICT', {
    problem: 'An earlier search for this folder was stopped, and its trials would be lost.',
    expected: '--resume to continue it, or --overwrite to start anew',
    received: file,
    cure: 'Add one of these options, or name another folder with --out.',
  });
}

async function readSearch(file: string): Promise<SearchState> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    throw new LintelError('NOT_FOUND', {
      problem: 'There is no search to resume.',
      expected: file,
      received: 'no such file',
      cure: 'Start the search without --resume.',
      cause: error,
    });
  });
  try {
    return searchStateSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new LintelError('CHECKPOINT_INVALID', {
      problem: `${file} is not a stored search.`,
      cure: 'Start the search without --resume.',
      cause,
    });
  }
}

function describeTrial(
  { number, configuration, resource, score, error, seconds }: SearchTrial,
  metric: string,
): string {
  const result = score === null ? `failed: ${error}` : `${metric} ${score.toFixed(4)}`;
  return `Configuration ${number} on ${share(resource)} of the rows: ${result} (${duration(seconds)}; ${written(configuration)})`;
}

/** The best trials with all rows, as a table, and what the search gained. */
export function describeSearch({ state, summary }: SearchedTable): string {
  const { metric, better, score, defaultScore, configurations, trials, failed, seconds } = summary;
  const full = state.trials.flatMap((trial) => (trial.resource === 1 && trial.score !== null ? [trial] : []));
  const best = full.sort((one, other) => compareTrials(one, other, better)).slice(0, SHOWN);
  return [
    `Searched ${configurations} configurations in ${trials} trials (${failed} failed) and ${duration(seconds)}: ${metric} ` +
      `${score.toFixed(4)} on the validation part${defaultScore === null ? '' : `, ${defaultScore.toFixed(4)} with the defaults`}.`,
    '',
    table(
      ['configuration', metric, 'seconds', 'values'],
      best.map((trial) => [
        String(trial.number),
        trial.score!.toFixed(4),
        trial.seconds.toFixed(1),
        written(trial.configuration),
      ]),
    ),
  ].join('\n');
}

const share = (resource: number): string => (resource === 1 ? 'all' : `${Math.round(100 * resource)} %`);

const written = (configuration: SearchConfiguration): string =>
  Object.entries(configuration)
    .map(([name, value]) => (name === 'recipe' ? value : `${name} ${value}`))
    .join(', ');
