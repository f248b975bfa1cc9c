import { type FirstTrainingFailure, type ModelPreparation } from '@lintel/contracts';
import {
  type EcommercePaths,
  type GiveVerdict,
  type GiveVerdicts,
  type RecogniseResponse,
} from '@lintel/ecommerce-contract';
import { createApi, readAnswer, RequestFailed, withSession, type Answered } from '@lintel/ui';

/**
 * The api for the pages. Answers are typed by its OpenAPI document and not validated again, because the same api serves
 * these pages.
 */
const api = createApi<EcommercePaths>();

const RECOGNITIONS = '/v1/recognitions';
/** Server-sent events: `recognised`, once for every new recognition. */
export const LIVE_ADDRESS = `${RECOGNITIONS}/live`;
const PAGE_SIZE = 24;

export interface HistoryFilter {
  readonly className: string | null;
  readonly unsure: boolean;
  /** Whether it has a verdict; null: both. */
  readonly checked: boolean | null;
  /** In the file name, the class or the verdict; empty: anything. */
  readonly search: string;
  /** Days as `2026-03-04`, in the reader's time zone, both included; null: no limit. */
  readonly from: string | null;
  readonly to: string | null;
}

export function fetchModel(signal: AbortSignal) {
  return api.get('/v1/model', { signal });
}

/** @returns null if no training was requested */
export async function fetchPreparation(signal: AbortSignal): Promise<ModelPreparation | null> {
  const { preparation } = await api.get('/v1/model/preparation', { signal });
  return preparation;
}

/** @returns why the first training left no model in service */
export async function fetchFirstTrainingFailure(signal: AbortSignal): Promise<FirstTrainingFailure | null> {
  const { failure } = await api.get('/v1/model/first-training', { signal });
  return failure;
}

export function repeatFirstTraining() {
  return api.post('/v1/model/first-training');
}

/** @param days age of the oldest answers that count */
export function fetchAgreement(days: number, signal: AbortSignal) {
  return api.get('/v1/model/agreement', { params: { query: { days } }, signal });
}

/** @param cursor the `nextCursor` of the previous page; null for the newest */
export function fetchHistory(filter: HistoryFilter, cursor: string | null, signal: AbortSignal, limit = PAGE_SIZE) {
  const { className, unsure, checked, search, from, to } = filter;
  const query = {
    limit,
    ...(cursor === null ? {} : { cursor }),
    ...(className === null ? {} : { className }),
    ...(unsure ? { unsure: 'true' } : {}),
    ...(checked === null ? {} : { checked: String(checked) }),
    ...(search === '' ? {} : { search }),
    ...(from === null ? {} : { from: startOfDay(from) }),
    ...(to === null ? {} : { to: startOfDay(to, 1) }),
  };
  return api.get(RECOGNITIONS, { params: { query }, signal });
}

/** Midnight of a day in the reader's time zone. */
export function startOfDay(day: string, daysLater = 0): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + daysLater).toISOString();
}

/** The existing ones; at most 100 at a time. */
export function fetchById(ids: readonly string[], signal: AbortSignal) {
  return api.get(`${RECOGNITIONS}/by-id`, { params: { query: { ids: ids.join(',') } }, signal });
}

export function fetchBin(cursor: string | null, signal: AbortSignal) {
  const query = { limit: PAGE_SIZE, ...(cursor === null ? {} : { cursor }) };
  return api.get(`${RECOGNITIONS}/bin`, { params: { query }, signal });
}

export function removeForGood(id: string) {
  return api.delete(`${RECOGNITIONS}/bin/{id}`, { params: { path: { id } } });
}

export function emptyBin() {
  return api.delete(`${RECOGNITIONS}/bin`, {});
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

export function giveVerdicts(verdicts: GiveVerdicts['verdicts']) {
  return api.put(`${RECOGNITIONS}/verdicts`, { body: { verdicts } });
}

/** Id of a recognition in the bin. */
export function deletedThumbnailAddress(id: string): string {
  return `${RECOGNITIONS}/bin/${id}/thumbnail`;
}

export function thumbnailAddress(id: string): string {
  return `${RECOGNITIONS}/${id}/thumbnail`;
}

/** Where the model looked in the picture of a recognition. */
export function fetchHeatMap(id: string) {
  return api.get(`${RECOGNITIONS}/{id}/heat-map`, { params: { path: { id } } });
}

export interface SendOptions {
  /** @param share of the bytes that were sent, in [0, 1] */
  readonly onProgress: (share: number) => void;
  readonly signal: AbortSignal;
}

/** Sends one picture. Each has its own request, so that a failed one does not delay the others. */
export async function sendPicture(file: File, options: SendOptions): Promise<RecogniseResponse> {
  const form = new FormData();
  form.append('pictures', file, file.name);
  const { signal } = options;
  return readAnswer<RecogniseResponse>(
    await withSession(() => post(RECOGNITIONS, form, options), { isAction: true, signal }),
  );
}

/** `fetch` doesn't report upload progress, so this uses XMLHttpRequest. */
function post(address: string, form: FormData, { onProgress, signal }: SendOptions): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const sender = new XMLHttpRequest();
    signal.addEventListener('abort', () => sender.abort());
    sender.upload.onprogress = ({ lengthComputable, loaded, total }) => {
      if (lengthComputable) onProgress(loaded / total);
    };
    sender.onload = () => resolve({ status: sender.status, body: sender.responseText });
    sender.onerror = () => reject(new RequestFailed('away'));
    sender.onabort = () => reject(new DOMException('The upload was cancelled.', 'AbortError'));
    sender.open('POST', address);
    sender.setRequestHeader('Accept', 'application/json');
    sender.send(form);
  });
}
