import { type ModelManifest, type ModelPreparation } from '@lintel/contracts';
import {
  type GiveVerdict,
  type RecogniseResponse,
  type Recognition,
  type RecognitionPage,
} from '@lintel/ecommerce-contract';
import { readAnswer, request, RequestFailed, type Answered } from '@lintel/ui';

/**
 * The api, as the pages call it. Answers are typed by the contract and not checked again:
 * the api that serves these pages is built from the same contract.
 */

const RECOGNITIONS = '/v1/recognitions';
/** Server-sent events: `recognised`, once for every new recognition. */
export const LIVE_ADDRESS = `${RECOGNITIONS}/live`;

export interface HistoryFilter {
  readonly className: string | null;
  readonly unsure: boolean;
  /** Whether a person has said what it is; null: both. */
  readonly checked: boolean | null;
}

export function fetchModel(signal: AbortSignal): Promise<ModelManifest> {
  return request<ModelManifest>('/v1/model', { signal });
}

/** @returns null where nobody makes a first model */
export async function fetchPreparation(signal: AbortSignal): Promise<ModelPreparation | null> {
  const answer = await request<{ preparation: ModelPreparation | null }>('/v1/model/preparation', { signal });
  return answer.preparation;
}

/** @param cursor the `nextCursor` of the page before; null for the newest */
export function fetchHistory(
  filter: HistoryFilter,
  cursor: string | null,
  signal: AbortSignal,
): Promise<RecognitionPage> {
  const query = new URLSearchParams({ limit: '24' });
  if (cursor !== null) query.set('cursor', cursor);
  if (filter.className !== null) query.set('className', filter.className);
  if (filter.unsure) query.set('unsure', 'true');
  if (filter.checked !== null) query.set('checked', String(filter.checked));
  return request<RecognitionPage>(`${RECOGNITIONS}?${query.toString()}`, { signal });
}

export async function deleteRecognition(id: string): Promise<void> {
  await request(`${RECOGNITIONS}/${id}`, { method: 'DELETE' });
}

export async function restoreRecognition(id: string): Promise<void> {
  await request(`${RECOGNITIONS}/${id}/restore`, { method: 'POST' });
}

export function giveVerdict(id: string, verdict: GiveVerdict): Promise<Recognition> {
  return request<Recognition>(`${RECOGNITIONS}/${id}/verdict`, { method: 'PUT', json: verdict });
}

export function withdrawVerdict(id: string, author: string): Promise<Recognition> {
  const query = new URLSearchParams({ author });
  return request<Recognition>(`${RECOGNITIONS}/${id}/verdict?${query.toString()}`, { method: 'DELETE' });
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
  return readAnswer<RecogniseResponse>(await post(RECOGNITIONS, form, options));
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
