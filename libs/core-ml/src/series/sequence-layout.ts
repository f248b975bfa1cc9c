import { LintelError, type WindowFeature, type WindowPreprocessing } from '@lintel/contracts';
import { signalOf } from './window-matrix';

/** The steps of a sequence: a power of two, so that halving it leads to one place. */
export const SEQUENCE_STEPS = 32;

/** Hours of a day, days of a week. */
const PERIODS = { hour: 24, weekday: 7 } as const;

/**
 * How the features of a window are laid out for a network: first every signal at every step, the oldest step first; then
 * numbers that belong to the whole window (values of earlier seasons, the time); last the calendar.
 */
export interface SequenceLayout {
  readonly steps: number;
  readonly signals: readonly string[];
  /** The signal of each number of the whole window. */
  readonly numbers: readonly string[];
  /** The period of each part of the calendar. */
  readonly periods: readonly number[];
}

/** Channels of one step: values and masks of the signals, then of the numbers, then sine and cosine of the calendar. */
export const channelsOf = ({ signals, numbers, periods }: SequenceLayout): number =>
  2 * (signals.length + numbers.length + periods.length);

/** The features of a network: the newest steps of every signal instead of what `features` says of them. */
export function sequenceFeatures({ signals, features }: WindowPreprocessing): WindowFeature[] {
  const steps = Array.from({ length: SEQUENCE_STEPS }, (_, at) => SEQUENCE_STEPS - 1 - at);
  return [
    ...steps.flatMap((back) => signals.map((signal): WindowFeature => ({ kind: 'lag', signal, steps: back }))),
    ...features.filter((feature) => feature.kind === 'lag' && feature.steps >= SEQUENCE_STEPS),
    ...features.filter(({ kind }) => kind === 'time'),
    ...features.filter(({ kind }) => kind === 'calendar'),
  ];
}

/**
 * Reads the layout from the features.
 * @throws LintelError INVALID_ARGUMENT if they are not laid out as `sequenceFeatures` does
 */
export function sequenceLayout(about: WindowPreprocessing): SequenceLayout {
  const { features, signals } = about;
  const isAt = (feature: WindowFeature | undefined, signal: string, steps: number): boolean =>
    feature?.kind === 'lag' && feature.signal === signal && feature.steps === steps;
  const first = features[0];
  const steps = first?.kind === 'lag' ? first.steps + 1 : 0;
  const width = steps * signals.length;
  const inOrder = Array.from({ length: width }, (_, at) => {
    const back = steps - 1 - Math.floor(at / signals.length);
    return isAt(features[at], signals[at % signals.length]!, back);
  });
  const others = features.slice(width);
  const numbers = others.filter(({ kind }) => kind === 'lag' || kind === 'time');
  const periods = others.slice(numbers.length).flatMap((one) => (one.kind === 'calendar' ? [PERIODS[one.part]] : []));
  const isPower = steps >= 2 && Number.isInteger(Math.log2(steps));
  if (isPower && inOrder.every(Boolean) && numbers.length + periods.length === others.length) {
    return { steps, signals, numbers: numbers.map((feature) => signalOf(feature, about)), periods };
  }
  throw new LintelError('INVALID_ARGUMENT', {
    problem: 'The features are not those of a network.',
    expected: 'the values of all signals at the newest steps, then single values and times, then the calendar',
    received: JSON.stringify(features.slice(0, 3)),
    cure: 'Describe the windows for the recipe that is to be trained.',
  });
}
