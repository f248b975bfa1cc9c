import { LintelError, type ManifestOf, type TensorSpec, type TextAnswer } from '@lintel/contracts';
import { type TensorBatch } from '../../inference/tensor-batch';
import { indexOfLargest } from '../../numbers/index-of-largest';
import { TEXT_TENSORS } from '../../texts/text-graph';
import { decodeTextModel } from '../../texts/text-model';
import { decodeTextNetwork } from '../../texts/text-network';
import { labelsOf, leastCertainty, outcomeOf } from '../image-classification/label-answer';
import { type AnswerSummary, type ServedTask } from '../served-task';
import { linearSide } from './linear-side';
import { networkSide } from './network-side';
import { type ReadText, type TextSide } from './read-text';
import { textFeatures } from './text-features';

type Manifest = ManifestOf<'text-classification'>;

/** From a text to its class or labels, with the words that speak for them. */
export const servedTextClassification: ServedTask<'text-classification'> = {
  id: 'text-classification',
  open({ manifest, sideFiles }) {
    const { preprocessing } = manifest;
    const { file } = preprocessing.vocabulary;
    const bytes = sideFiles.get(file);
    const side =
      preprocessing.weighting === 'sequence'
        ? networkSide(decodeTextNetwork(bytes, file), preprocessing)
        : linearSide(decodeTextModel(bytes, file), preprocessing);
    check(manifest, side);
    return {
      tensorKey: JSON.stringify([manifest.preprocessing, manifest.sideFiles.map(({ sha256 }) => sha256)]),
      // The thresholds may differ: what is read alike is whether there are any.
      outputKey: JSON.stringify([manifest.reading.classNames, manifest.reading.thresholds !== undefined]),
      observe: (text, { className, probability, unsure }) => ({
        ...{ outcome: className, confidence: probability, unsure },
        features: textFeatures(side.read(text)),
      }),
      // eslint-disable-next-line @typescript-eslint/require-await -- an error of the text must reject, as for other tasks
      async prepare(text) {
        const input = side.read(text);
        return {
          write: (batch, row) => input.write(batch, row),
          read: (outputs) => answerOf(outputs, manifest, input),
        };
      },
    };
  },
  columns: {
    names: () => ['text'],
    inputOf({ text = null }) {
      if (typeof text === 'string') return text;
      throw new LintelError('INVALID_ARGUMENT', {
        problem: 'The input is no text.',
        expected: 'a text',
        received: text === null ? 'nothing' : `the ${typeof text} ${text}`,
        cure: 'Send a text for each example.',
      });
    },
  },
  bytesOf: (text) => 2 * text.length,
  summarise: (answer) => ({ outcome: outcomeOf(answer), confidence: answer.probability, unsure: answer.unsure }),
  summariseOutputs: (outputs, size, { reading }) => {
    const probabilities = outputs[TEXT_TENSORS.probabilities] as Float32Array;
    const classes = reading.classNames.length;
    return Array.from({ length: size }, (_, row): AnswerSummary | null => {
      const own = probabilities.subarray(row * classes, (row + 1) * classes);
      if (!own.every(Number.isFinite)) return null;
      const best = indexOfLargest(own);
      const labels = labelsOf(own, reading);
      return {
        outcome: outcomeOf({ className: reading.classNames[best]!, ...(labels ? { labels } : {}) }),
        confidence: own[best]!,
        unsure: isUnsure(own, reading),
      };
    });
  },
  agrees: (one, other) => one.outcome === other.outcome,
};

function answerOf(outputs: TensorBatch, { reading }: Manifest, input: ReadText): TextAnswer {
  const probabilities = outputs[TEXT_TENSORS.probabilities] as Float32Array;
  checkFinite(probabilities);
  const { classNames } = reading;
  const best = indexOfLargest(probabilities);
  const named = classNames.map((className, at) => ({
    className,
    probability: Math.min(1, Math.max(0, probabilities[at]!)),
  }));
  const labels = labelsOf(probabilities, reading);
  const explained = labels?.map(({ className }) => className) ?? [classNames[best]!];
  return {
    ...named[best]!,
    probabilities: named,
    // A text without any known term gets the answer of an empty one.
    unsure: isUnsure(probabilities, reading) || input.known === 0,
    ...(labels ? { labels } : {}),
    reasons: explained.map((className) => ({
      className,
      ...input.reasons(classNames.indexOf(className)),
    })),
    isCut: input.isCut,
  };
}

function isUnsure(probabilities: Float32Array, { thresholds, unsureBelow }: Manifest['reading']): boolean {
  const certainty =
    thresholds === undefined
      ? probabilities[indexOfLargest(probabilities)]!
      : leastCertainty(probabilities, thresholds);
  return certainty < unsureBelow;
}

function check({ onnx, preprocessing, reading }: Manifest, side: TextSide): void {
  const { classNames, thresholds } = reading;
  const { vocabulary } = preprocessing;
  const describe = ({ name, dtype, shape }: TensorSpec): string => `${name} ${dtype} [${shape.join()}]`;
  const shapes = [...onnx.inputs, ...onnx.outputs].map(describe);
  const expected = [...side.inputs.map(describe), `${TEXT_TENSORS.probabilities} float32 [${classNames.length}]`];
  if (shapes.join() !== expected.join()) throw inconsistent('tensors', expected.join(', '), shapes.join(', '));
  if (side.terms !== vocabulary.terms || side.classes !== classNames.length) {
    const received = `${side.terms} terms, ${side.classes} classes`;
    throw inconsistent('vocabulary', `${vocabulary.terms} terms, ${classNames.length} classes`, received);
  }
  if (thresholds === undefined || thresholds.length === classNames.length) return;
  throw inconsistent('thresholds', `${classNames.length} thresholds, one for each label`, String(thresholds.length));
}

function checkFinite(values: Float32Array): void {
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  throw new LintelError('MODEL_INVALID', {
    problem: "The model's answer to the text is not finite.",
    expected: 'finite numbers',
    received: `${values[at]} at ${at}`,
    cure: 'Train the model again; report the recipe if it happens again.',
  });
}

function inconsistent(what: string, expected: string, received: string): LintelError {
  return new LintelError('MODEL_INVALID', {
    problem: `The model's manifest and its files differ in their ${what}.`,
    expected,
    received,
    cure: 'Export the model again; its manifest was changed by hand or belongs to another model.',
  });
}
