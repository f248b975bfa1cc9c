import {
  type GatePolicy,
  type LoopPolicy,
  parseGatePolicy,
  type RegisteredModel,
  taskContract,
  type TaskId,
} from '@lintel/contracts';
import { GENERAL_GATE_FIELDS, taskView, valueAt, withValueAt, type GateField } from '@lintel/ui';
import { type GateValue } from './gate-value';

/** The content of the form; an invalid share is null, and an invalid number stays text. */
export interface PoliciesDraft {
  /** By the path of the gate field. */
  readonly gates: Readonly<Record<string, GateValue>>;
  readonly afterLabels: boolean;
  readonly labels: number | string;
  readonly retrainOnDrift: boolean;
  readonly promotion: LoopPolicy['promotion'];
  readonly twoPeople: boolean;
  readonly shadowExamples: number | string;
  readonly shadowAgreement: number | null;
}

/** Suggested if no number of labels starts a training yet. */
const FIRST_LABELS = 500;

type Policies = Pick<RegisteredModel, 'task' | 'gatePolicy' | 'loopPolicy'>;

export function draftOf({ task, gatePolicy, loopPolicy }: Policies): PoliciesDraft {
  const { retrainAfterLabels, ...loop } = loopPolicy;
  const gates = parseGatePolicy(task, gatePolicy);
  return {
    ...loop,
    gates: Object.fromEntries(gateFieldsOf(task).map(({ path }) => [path, gateValue(valueAt(gates, path))])),
    afterLabels: retrainAfterLabels !== null,
    labels: retrainAfterLabels ?? FIRST_LABELS,
  };
}

/**
 * @param model whose policies the draft changes; requirements that no field shows keep their values
 * @returns null if a value is missing or wrong
 */
export function policiesOf(
  model: Policies,
  draft: PoliciesDraft,
): { gatePolicy: GatePolicy; loopPolicy: LoopPolicy } | null {
  const { retrainOnDrift, promotion, twoPeople, shadowAgreement } = draft;
  const labels = draft.afterLabels ? wholeNumber(draft.labels, 1) : null;
  const shadowExamples = wholeNumber(draft.shadowExamples, 0);
  const gatePolicy = gatePolicyOf(model, draft.gates);
  if (
    gatePolicy === null ||
    shadowAgreement === null ||
    shadowExamples === null ||
    (draft.afterLabels && labels === null)
  ) {
    return null;
  }
  return {
    gatePolicy,
    loopPolicy: { retrainAfterLabels: labels, retrainOnDrift, promotion, twoPeople, shadowExamples, shadowAgreement },
  };
}

function gatePolicyOf({ task, gatePolicy }: Policies, gates: PoliciesDraft['gates']): GatePolicy | null {
  const changed = gateFieldsOf(task).reduce<object>(
    (policy, { path }) => withValueAt(policy, path, gates[path]),
    parseGatePolicy(task, gatePolicy),
  );
  return taskContract(task).gatePolicy.safeParse(changed).data ?? null;
}

const gateFieldsOf = (task: TaskId): readonly GateField[] => [...GENERAL_GATE_FIELDS, ...taskView(task).gateFields];

const gateValue = (value: unknown): GateValue => (typeof value === 'number' ? value : null);

function wholeNumber(written: number | string, least: number): number | null {
  if (written === '') return null;
  const value = Number(written);
  return Number.isSafeInteger(value) && value >= least ? value : null;
}
