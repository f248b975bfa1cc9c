'use client';

import { createContext, use, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { mayPass, troubleOfError } from '@lintel/ui';
import { fetchModel, fetchPreparation } from '../api/client';
import { modelStateOf, type ModelState } from './model-state';

interface Model {
  readonly state: ModelState;
  readonly reload: () => void;
}

const ModelContext = createContext<Model | null>(null);
/** Interval of retries while there is no model or no server, in milliseconds. */
const ASK_AGAIN_MS = 2_000;

/** Loads the model once, and retries until there is one. */
export function ModelProvider({ children }: { readonly children: ReactNode }) {
  const [state, setState] = useState<ModelState>({ kind: 'loading' });
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    const cancellation = new AbortController();
    let timer: number | undefined;
    const { signal } = cancellation;
    fetchModel(signal).then(
      (manifest) => setState({ kind: 'ready', manifest }),
      async (error: unknown) => {
        const preparation = await fetchPreparation(signal).catch(() => null);
        if (signal.aborted) return;
        const trouble = troubleOfError(error);
        setState(modelStateOf(trouble, preparation));
        if (!mayPass(trouble)) return;
        timer = window.setTimeout(() => setAttempt((before) => before + 1), ASK_AGAIN_MS);
      },
    );
    return () => {
      cancellation.abort();
      window.clearTimeout(timer);
    };
  }, [attempt]);

  const reload = useCallback(() => setAttempt((before) => before + 1), []);
  const model = useMemo(() => ({ state, reload }), [state, reload]);
  return <ModelContext value={model}>{children}</ModelContext>;
}

export function useModel(): Model {
  const model = use(ModelContext);
  if (model === null) throw new Error('useModel needs a ModelProvider above it.');
  return model;
}
