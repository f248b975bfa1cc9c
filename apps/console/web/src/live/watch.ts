import { type Change } from '@lintel/console-contract';

/** The tables whose changes the api announces. */
export type Table =
  | 'model'
  | 'dataset_version'
  | 'label'
  | 'model_version'
  | 'gate_report'
  | 'model_alias'
  | 'challenge_report'
  | 'job'
  | 'job_log'
  | 'schedule'
  | 'drift_window'
  | 'alert'
  | 'account'
  | 'api_key'
  | 'approval'
  | 'audit_entry'
  | 'erasure';

/** Which changes concern the shown data. */
export interface Watch {
  readonly tables: readonly Table[];
  /** Only this row; changes without a row id also match. */
  readonly id?: string;
  /** Only this model; changes without a model also match. */
  readonly modelName?: string;
}

/** @param change null: anything may have changed */
export function concerns(change: Change | null, { tables, id, modelName }: Watch): boolean {
  if (change === null) return true;
  return (
    (tables as readonly string[]).includes(change.table) &&
    (id === undefined || change.id === null || change.id === id) &&
    (modelName === undefined || change.modelName === null || change.modelName === modelName)
  );
}
