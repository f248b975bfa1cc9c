import { LintelError } from '@lintel/contracts';
import { z } from 'zod';
import { objectiveSchema } from './tree-options';
import { type TreeModel } from './tree-model';

const MAGIC = 'lintel-trees 1\n';

const headerSchema = z.strictObject({
  columns: z.array(
    z.strictObject({
      name: z.string(),
      categories: z.int().min(0),
      monotone: z.union([z.literal(-1), z.literal(0), z.literal(1)]).optional(),
    }),
  ),
  objective: objectiveSchema,
  outputs: z.int().min(1),
  trees: z.int().min(0),
  nodes: z.int().min(0),
  setWords: z.int().min(0),
});
type Header = z.infer<typeof headerSchema>;

type ArrayName = Exclude<keyof TreeModel, 'columns' | 'objective'>;
interface Layout {
  readonly type: Float32ArrayConstructor | Int32ArrayConstructor | Uint32ArrayConstructor | Uint8ArrayConstructor;
  readonly length: (header: Header) => number;
}

/** In the order of the file; bytes come last, so that every array begins at a multiple of its element's size. */
const ARRAYS: Readonly<Record<ArrayName, Layout>> = {
  baseMargins: { type: Float32Array, length: ({ outputs }) => outputs },
  roots: { type: Int32Array, length: ({ trees }) => trees + 1 },
  feature: { type: Int32Array, length: ({ nodes }) => nodes },
  value: { type: Float32Array, length: ({ nodes }) => nodes },
  left: { type: Int32Array, length: ({ nodes }) => nodes },
  right: { type: Int32Array, length: ({ nodes }) => nodes },
  cover: { type: Float32Array, length: ({ nodes }) => nodes },
  gain: { type: Float32Array, length: ({ nodes }) => nodes },
  setStarts: { type: Int32Array, length: ({ nodes }) => nodes + 1 },
  sets: { type: Uint32Array, length: ({ setWords }) => setWords },
  flags: { type: Uint8Array, length: ({ nodes }) => nodes },
};
const NAMES = Object.keys(ARRAYS) as ArrayName[];

/** Writes a model as one file: a line with its version, the length of a JSON header, the header, little-endian arrays. */
export function encodeTreeModel(model: TreeModel): Uint8Array {
  const header: Header = {
    columns: [...model.columns],
    objective: model.objective,
    outputs: model.baseMargins.length,
    trees: model.roots.length - 1,
    nodes: model.feature.length,
    setWords: model.sets.length,
  };
  const text = Buffer.from(JSON.stringify(header));
  const size = Buffer.alloc(4);
  size.writeUInt32LE(text.length);
  const arrays = NAMES.map((name) => Buffer.from(model[name].buffer, model[name].byteOffset, model[name].byteLength));
  return Buffer.concat([Buffer.from(MAGIC), size, text, ...arrays]);
}

/**
 * Reads what {@link encodeTreeModel} wrote.
 * @throws LintelError MODEL_INVALID if the file is not such a model, is cut off, or its trees are not trees
 */
export function decodeTreeModel(bytes: Uint8Array): TreeModel {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.subarray(0, MAGIC.length).toString('latin1') !== MAGIC) throw invalid('The file is not a model of trees.');
  if (file.length < MAGIC.length + 4) throw invalid('The file is cut off.');
  const textLength = file.readUInt32LE(MAGIC.length);
  let at = MAGIC.length + 4 + textLength;
  const header = readHeader(file.subarray(MAGIC.length + 4, at).toString());
  const expected = NAMES.reduce((sum, name) => {
    const { type, length } = ARRAYS[name];
    return sum + length(header) * type.BYTES_PER_ELEMENT;
  }, at);
  if (file.length !== expected) throw invalid('The file has another length than its header says.');
  const read = (name: ArrayName): TreeModel[ArrayName] => {
    const { type, length } = ARRAYS[name];
    const array = new type(length(header));
    const target = new Uint8Array(array.buffer);
    target.set(file.subarray(at, at + target.length));
    at += target.length;
    return array;
  };
  const arrays = Object.fromEntries(NAMES.map((name) => [name, read(name)])) as unknown as Pick<TreeModel, ArrayName>;
  const model: TreeModel = { ...arrays, columns: header.columns, objective: header.objective };
  checkTrees(model);
  return model;
}

function readHeader(text: string): Header {
  try {
    return headerSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw invalid('The header of the file is invalid.', cause);
  }
}

/** Whoever walks a checked model ends in a leaf and reads no column that is not there. */
function checkTrees({ columns, roots, feature, left, right, setStarts, sets }: TreeModel): void {
  const isAscending = (list: Int32Array, last: number): boolean =>
    list[0] === 0 && list.at(-1) === last && list.every((value, at) => at === 0 || value >= list[at - 1]!);
  if (!isAscending(roots, feature.length) || !isAscending(setStarts, sets.length)) {
    throw invalid('The trees or their sets of categories are out of order.');
  }
  for (let tree = 0; tree + 1 < roots.length; tree += 1) {
    const end = roots[tree + 1]!;
    if (end === roots[tree]) throw invalid(`Tree ${tree} has no nodes.`);
    for (let node = roots[tree]!; node < end; node += 1) {
      if (feature[node]! < 0) continue;
      const isChild = (child: number): boolean => child > node && child < end;
      if (feature[node]! < columns.length && isChild(left[node]!) && isChild(right[node]!)) continue;
      throw invalid(`Node ${node} of tree ${tree} names a column or a node that is not there.`);
    }
  }
}

function invalid(problem: string, cause?: unknown): LintelError {
  return new LintelError('MODEL_INVALID', {
    problem,
    expected: 'a file written by encodeTreeModel',
    cure: 'Copy the file again, or train the model again.',
    cause,
  });
}
