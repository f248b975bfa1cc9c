import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LintelError } from '@lintel/contracts';

/**
 * Part of the binding's path in the cache, so that a binding built from other sources is never mistaken for this one.
 */
export const SOURCES_REVISION = 'copies';

interface Replacement {
  readonly from: string;
  readonly to: string;
}

/**
 * As published, a tensor shares the memory of the JavaScript array that it is made from if the array happens to be
 * aligned to 64 bytes, and TensorFlow frees that memory from the thread that used the tensor last. This calls Node's
 * addon interface outside the JavaScript thread, which occasionally corrupts the heap. A copy costs microseconds and
 * avoids this.
 */
const REPLACEMENTS: readonly Replacement[] = [
  {
    from: `  NapiAutoRef *auto_ref = new NapiAutoRef();
  nstatus = auto_ref->Init(env, array_value);
  if (nstatus != napi_ok) {
    delete auto_ref;
  }
  ENSURE_NAPI_OK_RETVAL(env, nstatus, nullptr);
`,
    to: '',
  },
  {
    from: `  TF_AutoTensor tensor(TF_NewTensor(dtype, shape, shape_length, array_data,
                                    byte_size, DeallocTensor, auto_ref));
`,
    to: `  TF_AutoTensor tensor(
      TF_AllocateTensor(dtype, shape, shape_length, byte_size));
  if (byte_size > 0) {
    memcpy(TF_TensorData(tensor.tensor), array_data, byte_size);
  }
`,
  },
  { from: `    delete auto_ref;\n    TFE_DeleteTensorHandle`, to: `    TFE_DeleteTensorHandle` },
];

/**
 * Copies the binding's sources and patches them.
 * @param published folder of the tfjs package
 * @throws LintelError ENGINE_INSTALL_FAILED if the sources are not the version that the patch was written for
 */
export async function writeBindingSources(published: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await cp(published, folder, { recursive: true });
  const file = join(folder, 'tfjs_backend.cc');
  let text = (await readFile(file, 'utf8')).replaceAll('\r\n', '\n');
  for (const { from, to } of REPLACEMENTS) {
    const parts = text.split(from);
    if (parts.length !== 2) throw unknownSources(from, parts.length - 1);
    text = parts.join(to);
  }
  await writeFile(file, text);
}

function unknownSources(from: string, times: number): LintelError {
  return new LintelError('ENGINE_INSTALL_FAILED', {
    problem: 'The binding of the installed tfjs package differs from the version that Lintel can build.',
    expected: `once in tfjs_backend.cc: ${from.trim().split('\n', 1)[0]}`,
    received: `${times} times`,
    cure: 'Install the version of @tensorflow/tfjs-node-gpu that the lock file names: `npm ci --ignore-scripts`.',
  });
}
