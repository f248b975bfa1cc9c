import { type Recognition } from '@lintel/ecommerce-contract';
import { mayPass } from '@lintel/ui';
import { type PictureTrouble } from '../api/trouble';

export type UploadState =
  | { readonly kind: 'waiting' }
  /** Recognised before a reload; its answer is loaded again. */
  | { readonly kind: 'restoring'; readonly recognitionId: string }
  /** `share` of the bytes that were sent, in [0, 1]; at 1 the model is working. */
  | { readonly kind: 'sending'; readonly share: number }
  | { readonly kind: 'recognised'; readonly recognition: Recognition }
  | { readonly kind: 'refused'; readonly trouble: PictureTrouble };

/** The upload of a picture. */
export interface Upload {
  readonly id: string;
  /** Null after a reload: then it can't be sent again. */
  readonly file: File | null;
  readonly name: string;
  /** Address of the picture; null if there is none to show. */
  readonly preview: string | null;
  readonly state: UploadState;
}

export type UploadAction =
  | { readonly type: 'added'; readonly uploads: readonly Upload[] }
  | { readonly type: 'changed'; readonly id: string; readonly state: UploadState }
  /** Without `id`: all whose failure may be temporary. */
  | { readonly type: 'retried'; readonly id?: string }
  /** Appended to the list. */
  | { readonly type: 'restored'; readonly uploads: readonly Upload[] }
  | { readonly type: 'removed'; readonly ids: readonly string[] };

/** The list on the page: the newest batch first, each batch in the order given. */
export function reduceUploads(uploads: readonly Upload[], action: UploadAction): readonly Upload[] {
  switch (action.type) {
    case 'added':
      return [...action.uploads, ...uploads];
    case 'restored':
      return [...uploads, ...action.uploads.filter(({ id }) => !uploads.some((upload) => upload.id === id))];
    case 'changed':
      return uploads.map((upload) => (upload.id === action.id ? { ...upload, state: action.state } : upload));
    case 'retried':
      return uploads.map((upload) =>
        (action.id === undefined || upload.id === action.id) && isRetryable(upload)
          ? { ...upload, state: { kind: 'waiting' } }
          : upload,
      );
    case 'removed':
      return uploads.filter(({ id }) => !action.ids.includes(id));
  }
}

export function isRetryable({ file, state }: Upload): boolean {
  return file !== null && state.kind === 'refused' && mayPass(state.trouble);
}

/** The pictures to send now, so that at most `atOnce` are being uploaded. */
export function nextToSend(uploads: readonly Upload[], atOnce: number): Upload[] {
  const onTheWay = uploads.filter(({ state }) => state.kind === 'sending').length;
  return uploads.filter(({ state }) => state.kind === 'waiting').slice(0, Math.max(0, atOnce - onTheWay));
}

export interface UploadTally {
  readonly recognised: number;
  /** The model is unsure and there is no verdict yet. */
  readonly unsure: number;
  /** With a person's verdict. */
  readonly checked: number;
  readonly refused: number;
  readonly left: number;
}

export function tally(uploads: readonly Upload[]): UploadTally {
  const count = (holds: (state: UploadState) => boolean): number => uploads.filter(({ state }) => holds(state)).length;
  return {
    recognised: count(({ kind }) => kind === 'recognised' || kind === 'restoring'),
    unsure: count(
      (state) =>
        state.kind === 'recognised' && state.recognition.prediction.unsure && state.recognition.verdict === null,
    ),
    checked: count((state) => state.kind === 'recognised' && state.recognition.verdict !== null),
    refused: count(({ kind }) => kind === 'refused'),
    left: count(({ kind }) => kind === 'waiting' || kind === 'sending'),
  };
}
