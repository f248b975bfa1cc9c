import util from 'node:util';
import { LintelError } from '@lintel/contracts';
import type * as TensorFlowModule from '@tensorflow/tfjs-node-gpu';

/** TensorFlow.js on the native engine. Other files import its types only; the value comes from here. */
export type TensorFlow = typeof TensorFlowModule;

interface NativeBackend {
  readonly binding: { readonly TF_Version: string };
  readonly isUsingGpuDevice: boolean;
}

let loaded: TensorFlow | undefined;

/**
 * Loads the native engine at the first call (about a second) and answers with the same module ever after.
 * Importing this file loads nothing, so that a machine without the engine can still do everything else.
 *
 * In a worker thread the log level of the native side is the one that the process started with:
 * there `process.env` is a copy which native code does not see.
 * @throws LintelError ENGINE_MISSING when the engine isn't installed or cannot be loaded
 */
export function loadTensorFlow(): TensorFlow {
  loaded ??= load();
  return loaded;
}

/** Name, version and device of the loaded engine, e.g. "tensorflow 2.21.0 (cpu)". Loads it. */
export function engineDescription(): string {
  const backend = loadTensorFlow().backend() as unknown as NativeBackend;
  return `tensorflow ${backend.binding.TF_Version} (${backend.isUsingGpuDevice ? 'cuda' : 'cpu'})`;
}

function load(): TensorFlow {
  restoreRemovedUtilities();
  // Read once by the native side: 0 says everything, 1 hides notes, 2 also warnings.
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  // By itself TensorFlow takes oneDNN's operations only where the processor has AVX-512 VNNI; without them a convolution
  // trains at two thirds of the speed on one with AVX2. Other processors ignore it.
  process.env['TF_ENABLE_ONEDNN_OPTS'] ??= '1';
  let tensorflow: TensorFlow;
  try {
    // A `require` at run time: a static import would load 850 MB for everyone who imports this library.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    tensorflow = require('@tensorflow/tfjs-node-gpu') as TensorFlow;
  } catch (cause) {
    throw new LintelError('ENGINE_MISSING', {
      problem: 'The native TensorFlow engine cannot be loaded, and training needs it.',
      expected: 'a compiled binding and libtensorflow for this platform',
      received: cause instanceof Error ? firstLine(cause.message) : String(cause),
      cure: 'Run `npm run engine` once. It downloads TensorFlow (about 270 MB) and compiles the binding.',
      cause,
    });
  }
  // In tfjs 4.22 this switches its console warnings off and nothing else.
  tensorflow.enableProdMode();
  return tensorflow;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}

/** tfjs-node 4.22 calls two functions that Node 22 warns about and Node 23 removed. */
function restoreRemovedUtilities(): void {
  Object.assign(util, {
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
    isArray: Array.isArray,
  });
}
