import type { DataType, Tensor, TensorInfo } from '@tensorflow/tfjs-node-gpu';
import type { Int64Scalar } from '@tensorflow/tfjs-node-gpu/dist/int64_tensors';
import { loadTensorFlow } from './tensorflow';

/** The addon's description of a tensor that it holds. */
export interface NativeTensor {
  readonly id: number;
  readonly shape: number[];
  /** TF_DataType. */
  readonly dtype: number;
}

/** TF_AttrType in the addon's numbering. */
export const ATTRIBUTE = { string: 0, int: 1, float: 2, bool: 3, type: 4, shape: 5 } as const;
/** TF_DataType (tensorflow/core/framework/types.proto). */
export const DATA_TYPE = { float32: 1, int32: 3, string: 7, int64: 9, bool: 10, bfloat16: 14, resource: 20 } as const;

export interface NativeAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

/** The addon's functions that tfjs-node itself calls. */
export interface NativeBinding {
  createTensor(shape: readonly number[], dtype: number, values: ArrayBufferView): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): Float32Array | Int32Array | Uint8Array;
  executeOp(
    name: string,
    attributes: readonly NativeAttribute[],
    inputs: readonly number[],
    outputs: number,
  ): NativeTensor[];
  loadSavedModel(directory: string, tags: string): number;
  deleteSavedModel(session: number): void;
  runSavedModel(session: number, inputs: readonly number[], inputNames: string, outputNames: string): NativeTensor[];
}

/** The parts of tfjs-node's backend that the kernels and the recorder use. */
export interface NativeBackend {
  binding: NativeBinding;
  readonly isUsingGpuDevice: boolean;
  readonly tensorMap: { get(dataId: object): { id: number } };
  getInputTensorIds(tensors: readonly TensorInfo[]): number[];
  executeSingleOutput(name: string, attributes: readonly NativeAttribute[], inputs: readonly TensorInfo[]): Tensor;
  executeMultipleOutputs(
    name: string,
    attributes: readonly NativeAttribute[],
    inputs: readonly (TensorInfo | Int64Scalar)[],
    outputs: number,
  ): Tensor[];
}

export function nativeBackend(): NativeBackend {
  return loadTensorFlow().backend() as unknown as NativeBackend;
}

/** The attribute that gives the type of an operation's tensors. */
export function typeAttribute(name: string, dtype: Extract<DataType, keyof typeof DATA_TYPE>): NativeAttribute {
  return { name, type: ATTRIBUTE.type, value: DATA_TYPE[dtype] };
}

/** A length in the type that TensorFlow expects; tfjs has no tensors of this type. */
export function int64Scalar(value: number): Int64Scalar {
  // At run time, as the engine itself: it brings tfjs with it.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const module = require('@tensorflow/tfjs-node-gpu/dist/int64_tensors') as { Int64Scalar: typeof Int64Scalar };
  return new module.Int64Scalar(value);
}
