import { z } from 'zod';
import { LintelError } from '@lintel/contracts';
import { base64Floats, floatsOfBase64 } from './base64-floats';
import { TEXT_LINKS, type TextLink } from './text-model';

/** Filters over the numbers of neighbouring words. */
export interface TextConvolution {
  /** Words that a filter sees. */
  readonly width: number;
  /** float32 [width, dimension, filters] */
  readonly kernel: Float32Array;
  /** float32 [filters] */
  readonly bias: Float32Array;
}

/** A gated recurrent unit; the gates in the order update, reset, candidate. */
export interface TextRecurrence {
  /** float32 [dimension, 3 × units] */
  readonly kernel: Float32Array;
  /** float32 [units, 3 × units] */
  readonly recurrent: Float32Array;
  /** float32 [3 × units] */
  readonly bias: Float32Array;
}

/** What turns the words of a text into features. */
export type TextEncoder =
  | { readonly kind: 'cnn'; readonly convolutions: readonly TextConvolution[] }
  | { readonly kind: 'gru'; readonly recurrence: TextRecurrence };

/** A network over the words of a text. */
export interface TextNetwork {
  readonly link: TextLink;
  /** The word of each id, from id 2 on: 0 is the padding, 1 any other word. */
  readonly terms: readonly string[];
  /** Numbers of each word. */
  readonly dimension: number;
  /** float32 [2 + terms, dimension] */
  readonly embeddings: Float32Array;
  readonly encoder: TextEncoder;
  /** float32 [features] for each score. */
  readonly coefficients: readonly Float32Array[];
  /** One for each score. */
  readonly intercepts: Float32Array;
}

/** Ids before that of the first word. */
export const PADDING = 0;
export const UNKNOWN_WORD = 1;
export const FIRST_WORD = 2;

/** Features that the encoder gives to the last layer. */
export const featuresOf = (encoder: TextEncoder): number =>
  encoder.kind === 'gru'
    ? encoder.recurrence.bias.length / 3
    : encoder.convolutions.reduce((sum, { bias }) => sum + bias.length, 0);

const encoderSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('cnn'),
    convolutions: z.array(z.object({ width: z.int().min(1), kernel: z.base64(), bias: z.base64() })).min(1),
  }),
  z.object({
    kind: z.literal('gru'),
    recurrence: z.object({ kernel: z.base64(), recurrent: z.base64(), bias: z.base64() }),
  }),
]);

const fileSchema = z.object({
  link: z.enum(TEXT_LINKS),
  terms: z.array(z.string()),
  dimension: z.int().min(1),
  /** Base64 of float32, little endian, as all numbers below. */
  embeddings: z.base64(),
  encoder: encoderSchema,
  coefficients: z.array(z.base64()).min(1),
  intercepts: z.base64(),
});

/** As a side file beside the graph. */
export function encodeTextNetwork(network: TextNetwork): Uint8Array {
  const { encoder } = network;
  const content: z.infer<typeof fileSchema> = {
    link: network.link,
    terms: [...network.terms],
    dimension: network.dimension,
    embeddings: base64Floats(network.embeddings),
    encoder:
      encoder.kind === 'cnn'
        ? {
            kind: 'cnn',
            convolutions: encoder.convolutions.map(({ width, kernel, bias }) => ({
              width,
              kernel: base64Floats(kernel),
              bias: base64Floats(bias),
            })),
          }
        : {
            kind: 'gru',
            recurrence: {
              kernel: base64Floats(encoder.recurrence.kernel),
              recurrent: base64Floats(encoder.recurrence.recurrent),
              bias: base64Floats(encoder.recurrence.bias),
            },
          },
    coefficients: network.coefficients.map(base64Floats),
    intercepts: base64Floats(network.intercepts),
  };
  return Buffer.from(JSON.stringify(content));
}

/** @throws LintelError MODEL_INVALID */
export function decodeTextNetwork(bytes: Uint8Array | undefined, file: string): TextNetwork {
  try {
    if (bytes === undefined) throw new Error('no such file');
    const content = fileSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
    const network: TextNetwork = {
      link: content.link,
      terms: content.terms,
      dimension: content.dimension,
      embeddings: floatsOfBase64(content.embeddings),
      encoder: decodeEncoder(content.encoder),
      coefficients: content.coefficients.map(floatsOfBase64),
      intercepts: floatsOfBase64(content.intercepts),
    };
    checkSizes(network);
    return network;
  } catch (cause) {
    throw new LintelError('MODEL_INVALID', {
      problem: `The file ${file}, which holds the words and weights of the model, cannot be read.`,
      expected: 'words with the weights of a network',
      received: cause instanceof Error ? cause.message : String(cause),
      cure: 'Copy the model folder again from where it was made, or train the model again.',
      cause,
    });
  }
}

function decodeEncoder(encoder: z.infer<typeof encoderSchema>): TextEncoder {
  if (encoder.kind === 'gru') {
    const { kernel, recurrent, bias } = encoder.recurrence;
    const recurrence = {
      kernel: floatsOfBase64(kernel),
      recurrent: floatsOfBase64(recurrent),
      bias: floatsOfBase64(bias),
    };
    return { kind: 'gru', recurrence };
  }
  return {
    kind: 'cnn',
    convolutions: encoder.convolutions.map(({ width, kernel, bias }) => ({
      width,
      kernel: floatsOfBase64(kernel),
      bias: floatsOfBase64(bias),
    })),
  };
}

function checkSizes({ terms, dimension, embeddings, encoder, coefficients, intercepts }: TextNetwork): void {
  const expect = (what: string, expected: number, { length }: ArrayLike<number>): void => {
    if (length !== expected) throw new Error(`${what}: ${length} numbers instead of ${expected}`);
  };
  expect('words', (FIRST_WORD + terms.length) * dimension, embeddings);
  if (encoder.kind === 'cnn') {
    encoder.convolutions.forEach(({ width, kernel, bias }) =>
      expect(`filters of width ${width}`, width * dimension * bias.length, kernel),
    );
  } else {
    const { kernel, recurrent, bias } = encoder.recurrence;
    expect('kernel', dimension * bias.length, kernel);
    expect('recurrent kernel', (bias.length / 3) * bias.length, recurrent);
  }
  coefficients.forEach((own) => expect('last layer', featuresOf(encoder), own));
  expect('intercepts', coefficients.length, intercepts);
}
