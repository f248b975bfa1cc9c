'use client';

import { type RegisteredModel } from '@lintel/contracts';
import { useShortcuts } from '@lintel/ui';
import { NativeSelect } from '@mantine/core';
import { useSearchParams } from 'next/navigation';
import { useRef, type ReactNode } from 'react';
import { useText } from '../language/text';
import { DataView } from '../live/data-view';
import { useData } from '../live/use-data';
import { fetchModels } from './client';
import { NoModel } from './model-list';
import { useModelWords } from './model-words';
import classes from './models.module.css';

export interface ModelChoiceProps {
  /** Address of the page with this model chosen. */
  readonly address: (modelName: string) => string;
  /** More controls beside the choice. */
  readonly aside?: ReactNode;
  readonly children: (model: RegisteredModel) => ReactNode;
}

/** Lets the reader choose a model, and shows the page's content for it; the first one by default. */
export function ModelChoice({ address, aside, children }: ModelChoiceProps) {
  const text = useText().models;
  const asked = useSearchParams().get('model');
  const select = useRef<HTMLSelectElement>(null);
  const { modelTitle } = useModelWords();
  useShortcuts([{ keys: '/', label: text.toChoice, run: () => select.current?.focus() }]);
  const data = useData({ key: 'models', load: fetchModels, watch: { tables: ['model', 'model_alias', 'label'] } });
  return (
    <DataView data={data}>
      {(models) => {
        const chosen = models.find(({ name }) => name === asked) ?? (asked === null ? models[0] : undefined);
        if (models.length === 0) return <NoModel />;
        return (
          <>
            <div className={classes['choice']}>
              <NativeSelect
                ref={select}
                aria-label={text.column.model}
                value={chosen?.name ?? ''}
                // The router notices the change, and the page keeps its scroll position.
                onChange={({ currentTarget: { value } }) => window.history.replaceState(null, '', address(value))}
                data={[
                  ...(chosen === undefined ? [{ value: '', label: text.chooseModel }] : []),
                  ...models.map(({ name, title }) => ({ value: name, label: `${modelTitle(name, title)} (${name})` })),
                ]}
              />
              {aside}
            </div>
            {chosen === undefined ? <p role="status">{text.unknownModel(asked ?? '')}</p> : children(chosen)}
          </>
        );
      }}
    </DataView>
  );
}
