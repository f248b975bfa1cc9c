import { type GatePolicy, type LoopPolicy, parseGatePolicy, type RegisteredModel } from '@lintel/contracts';

/** The content of the form; an invalid share is null, and an invalid number stays text. */
export interface PoliciesDraft {
  readonly minimumGain: number | null;
  readonly minimumAccuracy: number | null;
  readonly minimumRecall: number | null;
  readonly maximumRecallLoss: number | null;
  readonly maximumCalibrationError: number | null;
  /** Passed through unchanged: it is not editable. */
  readonly maximumParityDifference: number;
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

export function draftOf({ gatePolicy, loopPolicy }: Pick<RegisteredModel, 'gatePolicy' | 'loopPolicy'>): PoliciesDraft {
  const { classFloor, ...gates } = parseGatePolicy('image-classification', gatePolicy);
  const { retrainAfterLabels, ...loop } = loopPolicy;
  return {
    ...gates,
    ...classFloor,
    ...loop,
    afterLabels: retrainAfterLabels !== null,
    labels: retrainAfterLabels ?? FIRST_LABELS,
  };
}

/** @returns null if a value is missing or wrong */
export function policiesOf(draft: PoliciesDraft): { gatePolicy: GatePolicy; loopPolicy: LoopPolicy } | null {
  const { minimumGain, minimumAccuracy, minimumRecall, maximumRecallLoss, maximumCalibrationError } = draft;
  const { maximumParityDifference, retrainOnDrift, promotion, twoPeople, shadowAgreement } = draft;
  const labels = draft.afterLabels ? wholeNumber(draft.labels, 1) : null;
  const shadowExamples = wholeNumber(draft.shadowExamples, 0);
  if (
    minimumGain === null ||
    minimumAccuracy === null ||
    minimumRecall === null ||
    maximumRecallLoss === null ||
    maximumCalibrationError === null ||
    shadowAgreement === null ||
    shadowExamples === null ||
    (draft.afterLabels && labels === null)
  ) {
    return null;
  }
  return {
    gatePolicy: {
      minimumGain,
      minimumAccuracy,
      maximumParityDifference,
      maximumCalibrationError,
      classFloor: { minimumRecall, maximumRecallLoss },
    },
    loopPolicy: { retrainAfterLabels: labels, retrainOnDrift, promotion, twoPeople, shadowExamples, shadowAgreement },
  };
}

function wholeNumber(written: number | string, least: number): number | null {
  if (written === '') return null;
  const value = Number(written);
  return Number.isSafeInteger(value) && value >= least ? value : null;
}
