import { LintelError, sizeOfShape } from '@lintel/contracts';
import { type PickleOptions, type PickleValue, readPickle } from './pickle-reader';

/** A tensor of a PyTorch file, in the order of its shape: the strides of the file are already applied. */
export interface TorchTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** First pickle of a file that `torch.save` wrote before version 1.6 (`serialization.py`, MAGIC_NUMBER). */
const MAGIC = 0x1950a86a20f9469cfc6cn;
const PROTOCOL = 1001;
const ITEM_BYTES: Readonly<Record<string, number>> = { 'torch FloatStorage': 4, 'torch LongStorage': 8 };
/** In the whole file: ten times the largest network here. A view with stride 0 could claim any size. */
const MOST_VALUES = 2 ** 26;

interface Storage {
  readonly kind: string;
  readonly key: string;
  readonly size: number;
}

/** A tensor as the pickle describes it: a view into a storage. */
class View {
  constructor(
    readonly storage: Storage,
    readonly offset: number,
    readonly shape: readonly number[],
    readonly strides: readonly number[],
  ) {}
}

const PLAIN: PickleOptions = { globals: {} };

/**
 * Reads a state dictionary that `torch.save` wrote before PyTorch 1.6: three small pickles, the dictionary, the list of
 * storage keys, then each storage as an int64 count and little-endian values. Tensors of whole numbers are left out.
 * Nothing is executed: the pickle may name four things, each of which is only data here.
 * @returns tensors by name, in the order of the file
 * @throws LintelError MODEL_INVALID
 */
export function readTorchFile(bytes: Uint8Array): ReadonlyMap<string, TorchTensor> {
  const magic = readPickle(bytes, 0, PLAIN);
  if (magic.value !== MAGIC) throw invalid('another first number');
  const protocol = readPickle(bytes, magic.end, PLAIN);
  if (protocol.value !== PROTOCOL) throw invalid(`protocol ${String(protocol.value)}`);
  const system = readPickle(bytes, protocol.end, PLAIN);
  if (!(system.value instanceof Map) || system.value.get('little_endian') !== true) {
    throw invalid('values that are not little-endian');
  }
  const state = readPickle(bytes, system.end, {
    globals: {
      'collections OrderedDict': () => new Map(),
      'torch._utils _rebuild_tensor_v2': rebuild,
      'torch FloatStorage': null,
      'torch LongStorage': null,
    },
    persistent: storageOf,
  });
  const keys = readPickle(bytes, state.end, PLAIN);
  if (!(state.value instanceof Map) || !Array.isArray(keys.value)) throw invalid('no dictionary of tensors');
  return tensorsOf(state.value, dataOf(bytes, keys.end, keys.value, storagesOf(state.value)));
}

/** Arguments of PyTorch's `_rebuild_tensor_v2`: storage, offset, size, stride, requires_grad, hooks. */
function rebuild([storage, offset, shape, strides]: readonly PickleValue[]): View {
  if (!isStorage(storage) || !isCount(offset) || !isCounts(shape) || !isCounts(strides)) {
    throw invalid('a tensor with other arguments');
  }
  if (shape.length !== strides.length || shape.length > 8) throw invalid('a tensor with other strides than sizes');
  const length = sizeOfShape(shape);
  const last = shape.reduce((sum, size, axis) => sum + (size - 1) * strides[axis]!, offset);
  if (length > MOST_VALUES || (length > 0 && last >= storage.size)) throw invalid('a tensor beyond its storage');
  return new View(storage, offset, shape, strides);
}

/** A persistent id is ("storage", type, key, device, size, view); the type is a name that the reader has allowed. */
function storageOf(id: PickleValue): Storage {
  const [tag, type, key, , size] = Array.isArray(id) ? (id as PickleValue[]) : [];
  const kind = (type as { name?: unknown } | undefined)?.name;
  if (tag !== 'storage' || typeof kind !== 'string' || typeof key !== 'string' || !isCount(size)) {
    throw invalid('a storage with another description');
  }
  if (!Object.hasOwn(ITEM_BYTES, kind)) throw invalid(`a storage of "${kind}"`);
  return { kind, key, size };
}

function storagesOf(state: ReadonlyMap<unknown, unknown>): ReadonlyMap<string, Storage> {
  const storages = new Map<string, Storage>();
  for (const value of state.values()) if (value instanceof View) storages.set(value.storage.key, value.storage);
  return storages;
}

function dataOf(
  bytes: Uint8Array,
  start: number,
  keys: readonly unknown[],
  storages: ReadonlyMap<string, Storage>,
): ReadonlyMap<string, DataView> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = new Map<string, DataView>();
  let at = start;
  for (const key of keys) {
    const storage = typeof key === 'string' ? storages.get(key) : undefined;
    if (!storage) throw invalid('a storage that no tensor uses');
    const length = storage.size * ITEM_BYTES[storage.kind]!;
    if (at + 8 + length > bytes.length) throw invalid('the end of the file');
    if (view.getBigInt64(at, true) !== BigInt(storage.size)) throw invalid('a storage of another size');
    found.set(storage.key, new DataView(bytes.buffer, bytes.byteOffset + at + 8, length));
    at += 8 + length;
  }
  return found;
}

function tensorsOf(
  state: ReadonlyMap<unknown, unknown>,
  data: ReadonlyMap<string, DataView>,
): ReadonlyMap<string, TorchTensor> {
  const tensors = new Map<string, TorchTensor>();
  let total = 0;
  for (const [name, view] of state) {
    if (typeof name !== 'string' || !(view instanceof View)) throw invalid('an entry that is not a tensor');
    const values = data.get(view.storage.key);
    if (!values) throw invalid(`no values for "${name}"`);
    total += sizeOfShape(view.shape);
    if (total > MOST_VALUES) throw invalid('more values than any network has');
    if (view.storage.kind !== 'torch FloatStorage') continue;
    tensors.set(name, { shape: view.shape, values: gather(values, view) });
  }
  return tensors;
}

/** Copies a view into row-major order. */
function gather(data: DataView, { offset, shape, strides }: View): Float32Array {
  const values = new Float32Array(sizeOfShape(shape));
  const index = new Array<number>(shape.length).fill(0);
  let from = offset;
  for (let to = 0; to < values.length; to++) {
    values[to] = data.getFloat32(from * 4, true);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      from -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return values;
}

const isStorage = (value: unknown): value is Storage => typeof (value as Storage | null)?.key === 'string';
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isCounts = (value: unknown): value is number[] => Array.isArray(value) && value.every(isCount);

function invalid(received: string): LintelError {
  return new LintelError('MODEL_INVALID', {
    problem: 'The file of weights is damaged or of another kind.',
    expected: 'a state dictionary that torch.save wrote before PyTorch 1.6',
    received,
    cure: 'Get the file again from its publisher.',
  });
}
