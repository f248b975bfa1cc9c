import { z } from 'zod';
import { LintelError } from '@lintel/contracts';
import { base64Floats, floatsOfBase64 } from './base64-floats';
import { type Vocabulary } from './vocabulary';

/** `logistic`: one score, of the second of two classes; `labels`: one for each label; `softmax`: one for each class. */
export const TEXT_LINKS = ['logistic', 'labels', 'softmax'] as const;
export type TextLink = (typeof TEXT_LINKS)[number];

/** A linear model of the terms of a text. */
export interface TextModel extends Vocabulary {
  readonly link: TextLink;
  /** float32 [terms] for each score. */
  readonly coefficients: readonly Float32Array[];
  /** One for each score. */
  readonly intercepts: Float32Array;
}

const fileSchema = z.object({
  link: z.enum(TEXT_LINKS),
  terms: z.array(z.string()),
  /** The weights of the terms. Base64 of float32, little endian, as all numbers below. */
  inverseFrequencies: z.base64(),
  coefficients: z.array(z.base64()).min(1),
  intercepts: z.base64(),
});

/** As a side file beside the graph. */
export function encodeTextModel({ link, terms, termWeights, coefficients, intercepts }: TextModel): Uint8Array {
  const content: z.infer<typeof fileSchema> = {
    link,
    terms: [...terms],
    inverseFrequencies: base64Floats(termWeights),
    coefficients: coefficients.map(base64Floats),
    intercepts: base64Floats(intercepts),
  };
  return Buffer.from(JSON.stringify(content));
}

/** @throws LintelError MODEL_INVALID */
export function decodeTextModel(bytes: Uint8Array | undefined, file: string): TextModel {
  try {
    if (bytes === undefined) throw new Error('no such file');
    const content = fileSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
    const { link, terms } = content;
    const model: TextModel = {
      link,
      terms,
      termWeights: floatsOfBase64(content.inverseFrequencies),
      coefficients: content.coefficients.map(floatsOfBase64),
      intercepts: floatsOfBase64(content.intercepts),
    };
    const lengths = [model.termWeights, ...model.coefficients].map(({ length }) => length);
    if (lengths.every((length) => length === terms.length) && model.intercepts.length === model.coefficients.length) {
      return model;
    }
    throw new Error(`${terms.length} terms, but ${lengths.join(', ')} values`);
  } catch (cause) {
    throw new LintelError('MODEL_INVALID', {
      problem: `The file ${file}, which holds the vocabulary of the model, cannot be read.`,
      expected: 'terms with their coefficients',
      received: cause instanceof Error ? cause.message : String(cause),
      cure: 'Copy the model folder again from where it was made, or train the model again.',
      cause,
    });
  }
}

/**
 * The probabilities of scores.
 * @param scores [rows, scores]
 * @returns float64 [rows, classes]
 */
export function probabilitiesOfScores(scores: ArrayLike<number>, link: TextLink, perRow: number): Float64Array {
  if (link === 'labels') return Float64Array.from(scores, sigmoid);
  if (link === 'logistic') {
    return Float64Array.from({ length: 2 * scores.length }, (_, at) =>
      sigmoid(at % 2 === 0 ? -scores[at >> 1]! : scores[at >> 1]!),
    );
  }
  const probabilities = Float64Array.from(scores);
  for (let from = 0; from < probabilities.length; from += perRow) {
    const row = probabilities.subarray(from, from + perRow);
    const largest = Math.max(...row);
    row.forEach((score, at) => (row[at] = Math.exp(score - largest)));
    const sum = row.reduce((all, value) => all + value, 0);
    row.forEach((value, at) => (row[at] = value / sum));
  }
  return probabilities;
}

const sigmoid = (score: number): number => 1 / (1 + Math.exp(-score));
