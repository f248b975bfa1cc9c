import { type EvaluationReport, type GatePolicyOf, message } from '@lintel/contracts';
import { gate, type Gate, UNMEASURED } from '../../../promotion/gate';

type Policy = GatePolicyOf<'image-classification'>;

/** Checks that the accuracy on the test set is high enough. */
export function accuracyGate(evaluation: EvaluationReport | null, { minimumAccuracy }: Policy): Gate {
  const name = 'accuracy';
  const expected = [message('gate.accuracy.expected', { accuracy: minimumAccuracy })];
  if (!evaluation) return gate({ name, expected, ...UNMEASURED });
  const { accuracy, accuracyInterval, examples } = evaluation;
  const passed = accuracy >= minimumAccuracy;
  const reason = passed
    ? message('gate.accuracy.reason', { accuracy })
    : message('gate.accuracy.low', { accuracy, minimum: minimumAccuracy });
  const { low, high, method } = accuracyInterval;
  const measured = { accuracy, low, high, examples };
  const received =
    method === 'wilson'
      ? message('gate.accuracy.received-wilson', measured)
      : message('gate.accuracy.received', measured);
  return gate({ name, passed, expected, received, reason: [reason] });
}

/** Checks that the probabilities are as often right as they say. */
export function calibrationGate(
  evaluation: EvaluationReport | null,
  { maximumCalibrationError: allowed }: Policy,
): Gate {
  const name = 'calibration';
  const expected = [message('gate.calibration.expected', { error: allowed })];
  if (!evaluation) return gate({ name, expected, ...UNMEASURED });
  const error = evaluation.calibration.expectedCalibrationError;
  const passed = error <= allowed;
  const reason = passed
    ? message('gate.calibration.reason', { error })
    : message('gate.calibration.high', { error, allowed });
  return gate({ name, passed, expected, received: message('gate.calibration.received', { error }), reason: [reason] });
}
