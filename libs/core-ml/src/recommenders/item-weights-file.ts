import { LintelError } from '@lintel/contracts';
import { z } from 'zod';
import { type ItemWeights } from './item-weights';

const MAGIC = 'lintel-items 1\n';

const headerSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('base'), items: z.int().min(1) }),
  z.strictObject({ kind: z.literal('dense'), items: z.int().min(1) }),
  z.strictObject({ kind: z.literal('sparse'), items: z.int().min(1), width: z.int().min(1) }),
  z.strictObject({ kind: z.literal('factors'), items: z.int().min(1), size: z.int().min(1) }),
]);

/** Writes the weights as one file: a line with its version, a line with a JSON header, little-endian arrays. */
export function encodeItemWeights(model: ItemWeights): Uint8Array {
  const { items, base } = model;
  switch (model.kind) {
    case 'base':
      return join({ kind: 'base', items }, [base]);
    case 'dense':
      return join({ kind: 'dense', items }, [base, model.values]);
    case 'sparse':
      return join({ kind: 'sparse', items, width: model.width }, [base, model.ids, model.values]);
    case 'factors':
      return join({ kind: 'factors', items, size: model.size }, [base, model.from, model.to]);
  }
}

/** @throws LintelError MODEL_INVALID */
export function decodeItemWeights(bytes: Uint8Array | undefined, file: string): ItemWeights {
  if (bytes === undefined) throw broken(file, 'no such file');
  const text = Buffer.from(bytes.subarray(0, 1_000)).toString('latin1');
  const end = text.indexOf('\n', MAGIC.length);
  if (!text.startsWith(MAGIC) || end < 0) throw broken(file, 'another kind of file');
  const parsed = headerSchema.safeParse(parseJson(text.slice(MAGIC.length, end), file));
  if (!parsed.success) throw broken(file, 'an unknown header');
  const header = parsed.data;
  // A copy begins at a multiple of four, as the arrays need.
  const body = new Uint8Array(bytes.subarray(end + 1));
  let read = 0;
  const place = (length: number): number => {
    const from = body.byteOffset + read;
    read += 4 * length;
    if (read > body.byteLength) throw broken(file, 'too few values');
    return from;
  };
  const floats = (length: number): Float32Array => new Float32Array(body.buffer, place(length), length);
  const integers = (length: number): Int32Array => new Int32Array(body.buffer, place(length), length);
  const model = ((): ItemWeights => {
    const { items } = header;
    const base = floats(items);
    switch (header.kind) {
      case 'base':
        return { kind: 'base', items, base };
      case 'dense':
        return { kind: 'dense', items, base, values: floats(items * items) };
      case 'sparse': {
        const ids = integers(items * header.width);
        if (ids.some((id) => id < 0 || id >= items)) throw broken(file, 'the number of an item that does not exist');
        return { kind: 'sparse', items, base, width: header.width, ids, values: floats(ids.length) };
      }
      case 'factors': {
        const from = floats(items * header.size);
        return { kind: 'factors', items, base, size: header.size, from, to: floats(from.length) };
      }
    }
  })();
  if (read !== body.byteLength) throw broken(file, 'too many values');
  return model;
}

function join(header: z.infer<typeof headerSchema>, arrays: readonly (Float32Array | Int32Array)[]): Uint8Array {
  const head = Buffer.from(`${MAGIC}${JSON.stringify(header)}\n`, 'latin1');
  return Buffer.concat([head, ...arrays.map((one) => new Uint8Array(one.buffer, one.byteOffset, one.byteLength))]);
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw broken(file, 'a header that is not JSON');
  }
}

const broken = (file: string, received: string): LintelError =>
  new LintelError('MODEL_INVALID', {
    problem: `The model's file ${file} cannot be read.`,
    expected: 'the weights of a recommender, as training writes them',
    received,
    cure: 'Copy the whole model folder again, or train the model again.',
  });
