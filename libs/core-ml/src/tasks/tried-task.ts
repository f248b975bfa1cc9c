import { LintelError, type ManifestOf, type TaskId } from '@lintel/contracts';
import { parseCsv } from '../tables/parse-csv';
import { type Table } from '../tables/table';
import { type InputOf } from './served-task';

/** What a person gives to a model to try it: a file, or a JSON value. */
export type TrialContent =
  { readonly kind: 'file'; readonly bytes: Uint8Array } | { readonly kind: 'value'; readonly value: unknown };

/** The inputs that a person's content holds. */
export interface Trial<Id extends TaskId> {
  readonly inputs: readonly {
    /** What tells it from the others, such as `line 3`; empty if it is the only one. */
    readonly name: string;
    readonly input: InputOf<Id>;
  }[];
  /** Inputs beyond `MOST_TRIED`, which are not answered. */
  readonly leftOut: number;
}

/** Turns a person's content into inputs of a task. @throws LintelError about the content */
export type ReadTrial<Id extends TaskId> = (content: TrialContent, manifest: ManifestOf<Id>) => Trial<Id>;

/** Inputs of one trial that are answered. */
export const MOST_TRIED = 20;
/** Bytes of a file of rows or of text that is answered. */
export const MOST_TRIED_BYTES = 5 * 2 ** 20;

/** What helps with a file of rows or of text that is too large. */
export const SEND_LESS = 'Send some of the rows or of the text; the command `lintel predict` answers whole files.';

/** The first inputs of a trial. */
export const trialOf = <Id extends TaskId>(inputs: Trial<Id>['inputs']): Trial<Id> => ({
  inputs: inputs.slice(0, MOST_TRIED),
  leftOut: Math.max(0, inputs.length - MOST_TRIED),
});

export const onlyInput = <Id extends TaskId>(input: InputOf<Id>): Trial<Id> => trialOf<Id>([{ name: '', input }]);

/** @throws LintelError INVALID_ARGUMENT, DATASET_INVALID, DATASET_EMPTY */
export function readTrialTable(bytes: Uint8Array): Table {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  if (bytes.byteLength <= MOST_TRIED_BYTES && !isGzip) return parseCsv(bytes, { name: 'The file' });
  throw wrongTrial({
    expected: `a CSV file of at most ${MOST_TRIED_BYTES / 2 ** 20} MiB, not compressed`,
    received: isGzip ? 'a gzip file' : `${bytes.byteLength} bytes`,
    cure: SEND_LESS,
  });
}

export const wrongTrial = (about: Pick<LintelError, 'cure'> & { expected: string; received: string }): LintelError =>
  new LintelError('INVALID_ARGUMENT', { problem: 'The model cannot be tried with this input.', ...about });
