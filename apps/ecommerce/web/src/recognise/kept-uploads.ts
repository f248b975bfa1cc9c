import { type PictureReason, type PictureTrouble } from '../api/trouble';
import { type Upload } from './uploads';

/** The data that a reload needs to show the list again; the pictures themselves are in the history. */
export type KeptUpload =
  | { readonly kind: 'recognised'; readonly id: string; readonly name: string; readonly recognitionId: string }
  | { readonly kind: 'refused'; readonly id: string; readonly name: string; readonly reason: PictureTrouble['reason'] };

const KEY = 'lintel-uploads';
/** Only the newest are kept; older ones are in the history. */
const MOST_KEPT = 100;

interface Kept {
  /** The owner of the list: another person who signs in here does not see it. */
  readonly owner: string;
  readonly uploads: readonly KeptUpload[];
}

/** Keeps the list for as long as the tab is open. Unfinished uploads are kept as interrupted. */
export function keepUploads(owner: string, uploads: readonly Upload[]): void {
  const interrupted: PictureReason = 'interrupted';
  const kept = uploads.slice(0, MOST_KEPT).map(({ id, name, state }): KeptUpload => {
    if (state.kind === 'recognised') return { kind: 'recognised', id, name, recognitionId: state.recognition.id };
    if (state.kind === 'restoring') return { kind: 'recognised', id, name, recognitionId: state.recognitionId };
    return { kind: 'refused', id, name, reason: state.kind === 'refused' ? state.trouble.reason : interrupted };
  });
  try {
    if (kept.length === 0) window.sessionStorage.removeItem(KEY);
    else window.sessionStorage.setItem(KEY, JSON.stringify({ owner, uploads: kept } satisfies Kept));
  } catch {
    // Without storage the list is lost after a reload; the history has all of it.
  }
}

/** The list of the same person in this tab; empty if there is none. */
export function readUploads(owner: string): readonly KeptUpload[] {
  try {
    const kept = JSON.parse(window.sessionStorage.getItem(KEY) ?? 'null') as Kept | null;
    const uploads: unknown = kept?.owner === owner ? kept.uploads : [];
    return Array.isArray(uploads) ? (uploads as KeptUpload[]) : [];
  } catch {
    return [];
  }
}
