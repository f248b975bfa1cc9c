import { LintelError, sizeOfShape } from '@lintel/contracts';
import { type Step } from './open-loop';
import { type ServedAs } from './served-api';

const ANSWER_WITHIN_MS = 30_000;
/** Share of all requests; the others are inferences. */
const SHARES = { recognise: 0.05, list: 0.4, one: 0.3 };

/**
 * Typical requests of a shop: its history, one entry of it, inferences on tensors, and pictures to recognise. The
 * number of a request decides its kind.
 */
export async function soakSteps({ url, headers, known, pictures }: ServedAs): Promise<(index: number) => Step> {
  const [id] = known.ids;
  const [name] = known.names;
  if (id === undefined || name === undefined) throw new Error('the api has no recognition, or no model');
  const call = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    const response = await fetch(url + path, { ...init, headers: { ...headers, ...init.headers }, signal });
    if (response.ok) return response;
    throw new Error(`${response.status} ${(await response.text()).slice(0, 200)}`);
  };
  const read = async (path: string, init?: RequestInit): Promise<void> => {
    await (await call(path, init)).arrayBuffer();
  };
  const infer = await inferenceOf(call, name);
  const files = pictures.map((text) => Buffer.from(text, 'base64'));
  const every = {
    list: { name: 'history', run: () => read('/v1/recognitions?limit=24') },
    one: { name: 'one recognition', run: () => read(`/v1/recognitions/${id}`) },
    infer: { name: 'inference', run: () => read(`/v2/models/${name}/infer`, infer) },
    recognise: (index: number): Step => ({
      name: 'recognise',
      run: () => read('/v1/recognitions', { method: 'POST', body: formOf(files[index % files.length]!) }),
    }),
  };
  return (index) => {
    // The golden ratio spreads the numbers evenly over [0, 1), without a periodic pattern.
    const at = (index * 0.618_033_988_749_895) % 1;
    if (at < SHARES.recognise) return every.recognise(index);
    if (at < SHARES.recognise + SHARES.list) return every.list;
    return at < SHARES.recognise + SHARES.list + SHARES.one ? every.one : every.infer;
  };
}

/** A request with one example of zeros, in the input shape of the model. */
async function inferenceOf(call: (path: string) => Promise<Response>, name: string): Promise<RequestInit> {
  const { inputs } = (await (await call(`/v2/models/${name}`)).json()) as {
    inputs: { name: string; shape: number[] }[];
  };
  const [input] = inputs;
  if (input === undefined) {
    throw new LintelError('MODEL_INVALID', { problem: 'The model has no input.', cure: 'Serve another model.' });
  }
  const shape = input.shape.map((length) => Math.max(1, length));
  const data = Array.from({ length: sizeOfShape(shape) }, () => 0);
  const body = JSON.stringify({ inputs: [{ name: input.name, shape, datatype: 'FP32', data }] });
  return { method: 'POST', body, headers: { 'content-type': 'application/json' } };
}

function formOf(bytes: Uint8Array): FormData {
  const form = new FormData();
  form.append('pictures', new Blob([Uint8Array.from(bytes)]), 'soak.png');
  return form;
}
