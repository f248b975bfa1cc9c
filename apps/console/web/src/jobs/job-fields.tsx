'use client';

import { type JobKind, type ModelDescription } from '@lintel/contracts';
import { useLanguage } from '@lintel/ui';
import { Button, NumberInput, SegmentedControl, Select, Stack, TextInput } from '@mantine/core';
import { useText } from '../language/text';
import { useData } from '../live/use-data';
import { fetchModels } from '../models/client';
import { useModelWords } from '../models/model-words';
import { fetchModelChoices, type ModelChoices } from './choices-api';
import { QUICK_RUN, type DraftFault, type JobDraft } from './job-draft';
import classes from './job-fields.module.css';

const KINDS: readonly JobKind[] = ['train', 'evaluate', 'backfill'];
/** Set for a retention, which comes with its schedule: people change its time only. */
const RETENTION: readonly JobKind[] = ['retain'];
const NO_CHOICES: ModelChoices = { versions: [], datasets: [] };

export interface JobFieldsProps {
  readonly draft: JobDraft;
  readonly onChange: (draft: JobDraft) => void;
  /** Shown once the person has tried to submit. */
  readonly faults: readonly DraftFault[];
}

/** The kind of a job, its model, and the parameters of the kind. */
export function JobFields({ draft, onChange, faults }: JobFieldsProps) {
  const general = useText().general;
  const text = useText().jobs.form;
  const change = (changes: Partial<JobDraft>): void => onChange({ ...draft, ...changes });
  const { state } = useData({ key: 'models', load: fetchModels, watch: { tables: ['model'] } });
  const models = state.kind === 'ready' ? state.value : [];
  const { modelTitle } = useModelWords();
  const choices = useChoices(draft.modelName);
  const defaults = models.find(({ name }) => name === draft.modelName)?.description?.training ?? null;
  const fields = { draft, change, faults, choices, defaults };

  return (
    <Stack gap="md">
      <SegmentedControl
        fullWidth
        aria-label={text.kind}
        value={draft.kind}
        onChange={(value) => change({ kind: KINDS.find((kind) => kind === value) ?? draft.kind })}
        data={(draft.kind === 'retain' ? RETENTION : KINDS).map((kind) => ({
          value: kind,
          label: general.jobKind[kind],
        }))}
      />
      <p className={classes['hint']}>{text.kindHint[draft.kind]}</p>
      {draft.kind !== 'retain' && (
        <Select
          label={text.model}
          required
          placeholder={text.modelPlaceholder}
          data={models.map(({ name, title }) => ({ value: name, label: modelTitle(name, title) }))}
          value={draft.modelName}
          onChange={(modelName) => change({ modelName, versionId: null, datasetVersionId: null })}
          error={faults.includes('modelName') ? text.required : null}
          searchable
          data-autofocus
        />
      )}
      {draft.kind === 'train' && <TrainFields {...fields} />}
      {draft.kind === 'evaluate' && <EvaluateFields {...fields} />}
      {draft.kind === 'backfill' && <BackfillFields {...fields} />}
    </Stack>
  );
}

function useChoices(modelName: string | null): ModelChoices {
  const { state } = useData({
    key: `choices/${modelName}`,
    load: (signal) => (modelName === null ? Promise.resolve(NO_CHOICES) : fetchModelChoices(modelName, signal)),
    watch: { tables: ['model_version', 'dataset_version'] },
  });
  return state.kind === 'ready' ? state.value : NO_CHOICES;
}

interface KindFieldsProps {
  readonly draft: JobDraft;
  readonly change: (changes: Partial<JobDraft>) => void;
  readonly faults: readonly DraftFault[];
  readonly choices: ModelChoices;
  /** Default values of a training; null if no trainer has reported them. */
  readonly defaults: TrainingDefaults | null;
}

function TrainFields({ draft, change, choices, defaults }: KindFieldsProps) {
  const text = useText().jobs.form;
  const known: Readonly<Record<string, string>> = text.architectures;
  const { format } = useLanguage();
  // Only networks have epochs.
  const isNetwork = defaults === null || defaults.epochs !== undefined;
  const quick = draft.epochs === QUICK_RUN.epochs && draft.examples === QUICK_RUN.examples;
  return (
    <>
      {isNetwork && (
        <div className={classes['quick']}>
          <p className={classes['hint']}>
            {text.quickHint(format.integer(QUICK_RUN.epochs), format.integer(QUICK_RUN.examples))}
          </p>
          <Button variant="default" size="xs" disabled={quick} onClick={() => change(QUICK_RUN)}>
            {text.quick}
          </Button>
        </div>
      )}
      <div className={classes['pair']}>
        <Select
          label={text.architecture}
          description={text.architectureHint}
          placeholder={defaults === null ? text.defaultUnknown : text.default(defaults.architecture)}
          data={architecturesOf(draft.architecture, defaults).map((name) => ({
            value: name,
            label: known[name] ?? name,
          }))}
          value={draft.architecture === '' ? null : draft.architecture}
          onChange={(architecture) => change({ architecture: architecture ?? '' })}
          clearable
        />
        <DatasetField draft={draft} change={change} choices={choices} placeholder={text.datasetNewest} />
        {isNetwork && (
          <NumberInput
            label={text.epochs}
            description={text.epochsHint}
            placeholder={
              defaults?.epochs === undefined ? text.defaultUnknown : text.default(format.integer(defaults.epochs))
            }
            min={1}
            max={10_000}
            allowDecimal={false}
            value={draft.epochs}
            onChange={(epochs) => change({ epochs })}
          />
        )}
        <NumberInput
          label={text.examples}
          description={text.examplesHint}
          placeholder={text.default(text.allExamples)}
          min={1}
          allowDecimal={false}
          thousandSeparator=" "
          value={draft.examples}
          onChange={(examples) => change({ examples })}
        />
        {isNetwork && (
          <Select
            label={text.precision}
            description={text.precisionHint}
            placeholder={defaults?.precision === undefined ? text.defaultUnknown : text.default(defaults.precision)}
            data={['float32', 'bfloat16']}
            value={draft.precision}
            onChange={(precision) => change({ precision })}
            clearable
          />
        )}
        {defaults?.searchable === true && (
          <NumberInput
            label={text.searchMinutes}
            description={text.searchHint}
            min={1}
            max={300}
            allowDecimal={false}
            value={draft.searchMinutes}
            onChange={(searchMinutes) => change({ searchMinutes })}
          />
        )}
        <NumberInput
          label={text.seed}
          description={text.seedHint}
          placeholder={defaults === null ? text.defaultUnknown : text.default(String(defaults.seed))}
          min={0}
          allowDecimal={false}
          value={draft.seed}
          onChange={(seed) => change({ seed })}
        />
      </div>
    </>
  );
}

type TrainingDefaults = ModelDescription['training'];

/** The options that the trainer offers; an older job may name another one. */
function architecturesOf(present: string, defaults: TrainingDefaults | null): readonly string[] {
  const offered = defaults?.architectures ?? [];
  return present === '' || offered.includes(present) ? offered : [present, ...offered];
}

function EvaluateFields({ draft, change, faults, choices }: Omit<KindFieldsProps, 'defaults'>) {
  const text = useText().jobs.form;
  return (
    <>
      <VersionField draft={draft} change={change} faults={faults} choices={choices} />
      <DatasetField draft={draft} change={change} choices={choices} placeholder={text.datasetPresent} />
    </>
  );
}

function BackfillFields({ draft, change, faults, choices }: Omit<KindFieldsProps, 'defaults'>) {
  const text = useText().jobs.form;
  return (
    <>
      <VersionField draft={draft} change={change} faults={faults} choices={choices} />
      <TextInput
        type="datetime-local"
        label={text.since}
        description={text.sinceHint}
        value={draft.since}
        error={faults.includes('since') ? text.sinceWrong : null}
        onChange={({ currentTarget: { value } }) => change({ since: value })}
      />
    </>
  );
}

function VersionField({ draft, change, faults, choices }: Omit<KindFieldsProps, 'defaults'>) {
  const text = useText();
  const { format } = useLanguage();
  return (
    <Select
      label={text.jobs.form.version}
      required
      placeholder={draft.modelName === null ? text.jobs.form.modelFirst : ''}
      disabled={draft.modelName === null}
      data={choices.versions.map(({ id, number, createdAt }) => ({
        value: id,
        label: `${text.general.version(format.integer(number))} · ${format.dateTime(createdAt)}`,
      }))}
      value={draft.versionId}
      onChange={(versionId) => change({ versionId })}
      error={faults.includes('versionId') ? text.jobs.form.required : null}
      searchable
    />
  );
}

interface DatasetFieldProps extends Omit<KindFieldsProps, 'faults' | 'defaults'> {
  readonly placeholder: string;
}

function DatasetField({ draft, change, choices, placeholder }: DatasetFieldProps) {
  const text = useText().jobs.form;
  const { format } = useLanguage();
  return (
    <Select
      label={text.dataset}
      description={text.datasetHint}
      placeholder={placeholder}
      disabled={draft.modelName === null}
      data={choices.datasets.map(({ id, number, createdAt }) => ({
        value: id,
        label: `${text.datasetVersion(format.integer(number))} · ${format.dateTime(createdAt)}`,
      }))}
      value={draft.datasetVersionId}
      onChange={(datasetVersionId) => change({ datasetVersionId })}
      clearable
    />
  );
}
