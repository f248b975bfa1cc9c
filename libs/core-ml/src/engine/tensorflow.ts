import util from 'node:util';
import { LintelError } from '@lintel/contracts';
import type * as TensorFlowModule from '@tensorflow/tfjs-node-gpu';

/** TensorFlow.js on the native engine. Other files import only its types and get the value from here. */
export type TensorFlow = typeof TensorFlowModule;

interface NativeBackend {
  readonly binding: { readonly TF_Version: string };
  readonly isUsingGpuDevice: boolean;
}

let loaded: TensorFlow | undefined;

/**
 * Loads the native engine on the first call (about a second) and returns the same module afterwards. Importing this
 * file loads nothing, so that everything else works on a machine without the engine.
 *
 * In a worker thread the native log level is the one that the process started with: `process.env` is a copy there,
 * which native code does not see.
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
  // Read once by the native side: 0 logs everything, 1 hides notes, 2 also hides warnings.
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  // By default TensorFlow uses oneDNN's operations only on processors with AVX-512 VNNI. Without them a convolution
  // trains at two thirds of the speed on a processor with AVX2. Other processors ignore the setting.
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
  // In tfjs 4.22 this only turns off its console warnings.
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
