import { type JobKind } from '@lintel/contracts';

/** A job as a form holds it. Empty values are left to the pipeline. */
export interface JobDraft {
  readonly kind: JobKind;
  readonly modelName: string | null;
  readonly datasetVersionId: string | null;
  readonly epochs: number | string;
  readonly examples: number | string;
  readonly architecture: string;
  readonly seed: number | string;
  readonly searchMinutes: number | string;
  readonly precision: string | null;
  readonly versionId: string | null;
  /** Local time, as `<input type="datetime-local">` writes it. */
  readonly since: string;
}

export const EMPTY_DRAFT: JobDraft = {
  kind: 'train',
  modelName: null,
  datasetVersionId: null,
  epochs: '',
  examples: '',
  architecture: '',
  seed: '',
  searchMinutes: '',
  precision: null,
  versionId: null,
  since: '',
};

/** A training of a minute or two that shows whether it works at all. */
export const QUICK_RUN = { epochs: 2, examples: 2_000 } as const;

export type DraftFault = 'modelName' | 'versionId' | 'since';

/** The required fields that are still missing. */
export function faultsOf({ kind, modelName, versionId, since }: JobDraft): DraftFault[] {
  const faults: DraftFault[] = [];
  if (kind === 'retain') return faults;
  if (modelName === null) faults.push('modelName');
  if (kind !== 'train' && versionId === null) faults.push('versionId');
  if (kind === 'backfill' && since !== '' && Number.isNaN(Date.parse(since))) faults.push('since');
  return faults;
}

/** Only the parameters of the kind; empty ones are omitted. */
export function parametersOf(draft: JobDraft): Record<string, unknown> {
  const { kind, datasetVersionId, epochs, examples, architecture, seed, precision, versionId, since } = draft;
  const { searchMinutes } = draft;
  const given: Record<JobKind, Record<string, unknown>> = {
    train: { datasetVersionId, architecture: architecture.trim(), epochs, examples, precision, seed, searchMinutes },
    evaluate: { versionId, datasetVersionId },
    backfill: { versionId, since: since === '' ? '' : new Date(since).toISOString() },
    retain: {},
  };
  return Object.fromEntries(Object.entries(given[kind]).filter(([, value]) => value !== '' && value !== null));
}

/** The draft with these parameters, such as those of a schedule or of a job that is repeated. */
export function draftOf(kind: JobKind, modelName: string, parameters: Readonly<Record<string, unknown>>): JobDraft {
  const text = (name: string): string | null => {
    const value = parameters[name];
    return typeof value === 'string' ? value : null;
  };
  const number = (name: string): number | string => {
    const value = parameters[name];
    return typeof value === 'number' ? value : '';
  };
  const since = text('since');
  return {
    kind,
    modelName,
    datasetVersionId: text('datasetVersionId'),
    epochs: number('epochs'),
    examples: number('examples'),
    architecture: text('architecture') ?? '',
    seed: number('seed'),
    searchMinutes: number('searchMinutes'),
    precision: text('precision'),
    versionId: text('versionId'),
    since: since === null ? '' : localTime(new Date(since)),
  };
}

/** In the format of `<input type="datetime-local">`. */
export function localTime(date: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}
