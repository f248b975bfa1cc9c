'use client';

import { type Recognition } from '@lintel/ecommerce-contract';
import { useLanguage, useSession } from '@lintel/ui';
import { createContext, use, useEffect, useEffectEvent, useMemo, useReducer, useRef, type ReactNode } from 'react';
import { fetchById, sendPicture, thumbnailAddress } from '../api/client';
import { troubleOfError, troubleOfProblem } from '../api/trouble';
import { useText } from '../language/text';
import { useModel } from '../model/model-provider';
import { firstCheck } from './first-check';
import { keepUploads, readUploads, type KeptUpload } from './kept-uploads';
import { nextToSend, reduceUploads, type Upload, type UploadState } from './uploads';

interface Uploads {
  readonly uploads: readonly Upload[];
  readonly add: (files: readonly File[]) => void;
  /** Without `id`: all whose failure may be temporary. */
  readonly retry: (id?: string) => void;
  /** A verdict was set or withdrawn. */
  readonly judge: (id: string, recognition: Recognition) => void;
  readonly remove: (ids: readonly string[]) => void;
}

const UploadsContext = createContext<Uploads | null>(null);
/** Enough to keep server and network busy; a picture's answer doesn't wait for a whole batch. */
const AT_ONCE = 3;

/** Uploads the added pictures, and keeps the answers while other pages are shown, and over a reload. */
export function UploadsProvider({ children }: { readonly children: ReactNode }) {
  const [uploads, dispatch] = useReducer(reduceUploads, []);
  const { state: model, reload: reloadModel } = useModel();
  const { format } = useLanguage();
  const text = useText().recognise;
  /** It has been replaced while this page was open. */
  const isAnotherModel = (sha256: string): boolean => model.kind === 'ready' && model.manifest.onnx.sha256 !== sha256;
  const cancellations = useRef(new Map<string, AbortController>());

  const send = useEffectEvent(async ({ id, file }: Upload) => {
    if (file === null) return;
    const change = (state: UploadState): void => dispatch({ type: 'changed', id, state });
    const cancellation = new AbortController();
    cancellations.current.set(id, cancellation);
    change({ kind: 'sending', share: 0 });
    try {
      const outcome = await recognise(file, cancellation.signal, (share) => {
        change({ kind: 'sending', share });
      });
      change(outcome);
      if (outcome.kind === 'recognised' && isAnotherModel(outcome.recognition.model.sha256)) reloadModel();
    } catch (error) {
      if (cancellation.signal.aborted) return;
      const trouble = troubleOfError(error);
      change({ kind: 'refused', trouble });
      // Then the page says so as a whole, and waits for the server to return.
      if (trouble.reason === 'away' || trouble.reason === 'modelNotReady') reloadModel();
    } finally {
      cancellations.current.delete(id);
    }
  });

  useEffect(() => {
    for (const upload of nextToSend(uploads, AT_ONCE)) void send(upload);
  }, [uploads]);

  const owner = useSession().identity.id;
  const restored = useRef(false);
  useEffect(() => {
    dispatch({ type: 'restored', uploads: readUploads(owner).map(uploadOf) });
    restored.current = true;
  }, [owner]);
  useEffect(() => {
    // Not before the stored list has been read.
    if (restored.current) keepUploads(owner, uploads);
  }, [owner, uploads]);

  // Loaded again when the server is back.
  const asksFor = uploads.some(({ state }) => state.kind === 'restoring') && model.kind !== 'failed';
  const fetchAnswers = useEffectEvent((signal: AbortSignal) => {
    void fetchKept(uploads, signal, (id, state) =>
      dispatch(state === null ? { type: 'removed', ids: [id] } : { type: 'changed', id, state }),
    );
  });
  useEffect(() => {
    if (!asksFor) return undefined;
    const cancellation = new AbortController();
    fetchAnswers(cancellation.signal);
    return () => cancellation.abort();
  }, [asksFor]);

  const underWay = uploads.some(({ state }) => state.kind === 'sending' || state.kind === 'waiting');
  useEffect(() => {
    if (!underWay) return undefined;
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [underWay]);

  // Uploads that failed because the server was unreachable continue when it is back.
  useEffect(() => {
    if (model.kind === 'ready') dispatch({ type: 'retried' });
  }, [model.kind]);

  const value = useMemo<Uploads>(
    () => ({
      uploads,
      add: (files) => {
        const pastedName = text.pastedName(format.dateTime(new Date().toISOString()));
        dispatch({ type: 'added', uploads: files.map((file) => newUpload(file, pastedName)) });
      },
      retry: (id) => dispatch({ type: 'retried', ...(id === undefined ? {} : { id }) }),
      judge: (id, recognition) => dispatch({ type: 'changed', id, state: { kind: 'recognised', recognition } }),
      remove: (ids) => {
        for (const { id, preview } of uploads) {
          if (!ids.includes(id)) continue;
          cancellations.current.get(id)?.abort();
          if (preview?.startsWith('blob:') === true) URL.revokeObjectURL(preview);
        }
        dispatch({ type: 'removed', ids });
      },
    }),
    [uploads, text, format],
  );
  return <UploadsContext value={value}>{children}</UploadsContext>;
}

export function useUploads(): Uploads {
  const uploads = use(UploadsContext);
  if (uploads === null) throw new Error('useUploads needs an UploadsProvider above it.');
  return uploads;
}

async function recognise(file: File, signal: AbortSignal, onProgress: (share: number) => void): Promise<UploadState> {
  const { outcomes } = await sendPicture(file, { signal, onProgress });
  const [outcome] = outcomes;
  if (outcome === undefined) return { kind: 'refused', trouble: { reason: 'unexpected' } };
  return outcome.status === 'recognised'
    ? { kind: 'recognised', recognition: outcome.recognition }
    : { kind: 'refused', trouble: troubleOfProblem(outcome.problem) };
}

function uploadOf(kept: KeptUpload): Upload {
  const { id, name } = kept;
  return kept.kind === 'recognised'
    ? {
        id,
        name,
        file: null,
        preview: thumbnailAddress(kept.recognitionId),
        state: { kind: 'restoring', recognitionId: kept.recognitionId },
      }
    : { id, name, file: null, preview: null, state: { kind: 'refused', trouble: { reason: kept.reason } } };
}

/** @param onKnown called for each that was recognised before a reload; null if it was deleted since */
async function fetchKept(
  uploads: readonly Upload[],
  signal: AbortSignal,
  onKnown: (id: string, state: UploadState | null) => void,
): Promise<void> {
  const kept = uploads.flatMap(({ id, state }) =>
    state.kind === 'restoring' ? [{ id, of: state.recognitionId }] : [],
  );
  const found = await fetchById(
    kept.map(({ of }) => of),
    signal,
  ).catch(() => null);
  if (found === null) return;
  for (const { id, of } of kept) {
    const recognition = found.items.find((item) => item.id === of);
    onKnown(id, recognition === undefined ? null : { kind: 'recognised', recognition });
  }
}

/** Browsers name every pasted picture "image.png". */
const PASTED = /^image\.\w+$/;

function newUpload(file: File, pastedName: string): Upload {
  const trouble = firstCheck(file);
  return {
    id: crypto.randomUUID(),
    file,
    name: PASTED.test(file.name) ? pastedName : file.name,
    preview: URL.createObjectURL(file),
    state: trouble === null ? { kind: 'waiting' } : { kind: 'refused', trouble },
  };
}
