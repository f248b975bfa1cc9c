import { type FirstTrainingFailure, type ModelPreparation } from '@lintel/contracts';
import { type EcommercePaths, type GiveVerdict, type RecogniseResponse } from '@lintel/ecommerce-contract';
import { createApi, readAnswer, RequestFailed, withSession, type Answered } from '@lintel/ui';

/**
 * The api, as the pages call it. Answers are typed by its OpenAPI document and not checked again:
 * the api that serves these pages is the one that wrote it.
 */
const api = createApi<EcommercePaths>();

const RECOGNITIONS = '/v1/recognitions';
/** Server-sent events: `recognised`, once for every new recognition. */
export const LIVE_ADDRESS = `${RECOGNITIONS}/live`;
const PAGE_SIZE = 24;

export interface HistoryFilter {
  readonly className: string | null;
  readonly unsure: boolean;
  /** Whether a person has said what it is; null: both. */
  readonly checked: boolean | null;
}

export function fetchModel(signal: AbortSignal) {
  return api.get('/v1/model', { signal });
}

/** @returns null if no training was requested */
export async function fetchPreparation(signal: AbortSignal): Promise<ModelPreparation | null> {
  const { preparation } = await api.get('/v1/model/preparation', { signal });
  return preparation;
}

/** @returns why the first training left no model that answers */
export async function fetchFirstTrainingFailure(signal: AbortSignal): Promise<FirstTrainingFailure | null> {
  const { failure } = await api.get('/v1/model/first-training', { signal });
  return failure;
}

export function repeatFirstTraining() {
  return api.post('/v1/model/first-training');
}

/** @param cursor the `nextCursor` of the page before; null for the newest */
export function fetchHistory(
  { className, unsure, checked }: HistoryFilter,
  cursor: string | null,
  signal: AbortSignal,
) {
  const query = {
    limit: PAGE_SIZE,
    ...(cursor === null ? {} : { cursor }),
    ...(className === null ? {} : { className }),
    ...(unsure ? { unsure: 'true' } : {}),
    ...(checked === null ? {} : { checked: String(checked) }),
  };
  return api.get(RECOGNITIONS, { params: { query }, signal });
}

export function deleteRecognition(id: string) {
  return api.delete(`${RECOGNITIONS}/{id}`, { params: { path: { id } } });
}

export function restoreRecognition(id: string) {
  return api.post(`${RECOGNITIONS}/{id}/restore`, { params: { path: { id } } });
}

export function giveVerdict(id: string, body: GiveVerdict) {
  return api.put(`${RECOGNITIONS}/{id}/verdict`, { params: { path: { id } }, body });
}

export function withdrawVerdict(id: string) {
  return api.delete(`${RECOGNITIONS}/{id}/verdict`, { params: { path: { id } } });
}

export function thumbnailAddress(id: string): string {
  return `${RECOGNITIONS}/${id}/thumbnail`;
}

export interface SendOptions {
  /** @param share of the bytes that have left, in [0, 1] */
  readonly onProgress: (share: number) => void;
  readonly signal: AbortSignal;
}

/** Sends one picture. Each has a request of its own, so that one that fails holds up no other. */
export async function sendPicture(file: File, options: SendOptions): Promise<RecogniseResponse> {
  const form = new FormData();
  form.append('pictures', file, file.name);
  const { signal } = options;
  return readAnswer<RecogniseResponse>(
    await withSession(() => post(RECOGNITIONS, form, options), { isAction: true, signal }),
  );
}

/** `fetch` doesn't say how much has been sent, so this is the older request. */
function post(address: string, form: FormData, { onProgress, signal }: SendOptions): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const sender = new XMLHttpRequest();
    signal.addEventListener('abort', () => sender.abort());
    sender.upload.onprogress = ({ lengthComputable, loaded, total }) => {
      if (lengthComputable) onProgress(loaded / total);
    };
    sender.onload = () => resolve({ status: sender.status, body: sender.responseText });
    sender.onerror = () => reject(new RequestFailed('away'));
    sender.onabort = () => reject(new DOMException('The picture was taken back.', 'AbortError'));
    sender.open('POST', address);
    sender.setRequestHeader('Accept', 'application/json');
    sender.send(form);
  });
}
