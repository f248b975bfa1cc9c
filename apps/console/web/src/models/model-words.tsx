'use client';

import { type ModelWords } from '@lintel/contracts';
import { useLanguage, useSession } from '@lintel/ui';
import { createContext, use, useMemo, type ReactNode } from 'react';
import { useData } from '../live/use-data';
import { fetchModels } from './client';

export interface ModelWordsReader {
  /** @returns the title of a model in the reader's language; `title` (as declared) if there is none */
  readonly modelTitle: (modelName: string, title: string) => string;
  /** @returns the name of what the model calls so, such as a class, in the reader's language; `name` if there is none */
  readonly nameTitle: (modelName: string | undefined, name: string) => string;
}

const ModelWordsContext = createContext<ReadonlyMap<string, ModelWords> | null>(null);
const NONE: ReadonlyMap<string, ModelWords> = new Map();

/** Provides the names of models, and the names that they use, in the reader's language. */
export function ModelWordsProvider({ children }: { readonly children: ReactNode }) {
  const { locale } = useLanguage();
  const mayRead = useSession().may('models:read');
  const { state } = useData({
    key: `model-words/${mayRead}`,
    load: (signal) => (mayRead ? fetchModels(signal) : Promise.resolve([])),
    watch: { tables: ['model'] },
  });
  const models = state.kind === 'ready' ? state.value : null;
  const words = useMemo(
    () =>
      new Map(
        (models ?? []).flatMap(({ name, description }) => {
          const translated = description?.translations[locale];
          return translated === undefined ? [] : [[name, translated] as const];
        }),
      ),
    [models, locale],
  );
  return <ModelWordsContext value={words}>{children}</ModelWordsContext>;
}

export function useModelWords(): ModelWordsReader {
  const words = use(ModelWordsContext) ?? NONE;
  return useMemo(
    () => ({
      modelTitle: (modelName, title) => words.get(modelName)?.title ?? title,
      nameTitle: (modelName, name) => words.get(modelName ?? '')?.names[name] ?? name,
    }),
    [words],
  );
}
