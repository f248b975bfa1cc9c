'use client';

import { StaleNotice, StateMessage, TroubleMessage } from '@lintel/ui';
import { type ReactNode } from 'react';
import { type Data } from './use-data';

export interface DataViewProps<Value> {
  readonly data: Data<Value>;
  readonly children: (value: Value) => ReactNode;
}

/** Shows the data, or that it is loading, or why it can't be loaded; with a note if it may be out of date. */
export function DataView<Value>({ data: { state, reload, refresh }, children }: DataViewProps<Value>) {
  if (state.kind === 'loading') return <StateMessage kind="loading" />;
  if (state.kind === 'failed') return <TroubleMessage trouble={state.trouble} onRetry={reload} />;
  return (
    <>
      {state.stale !== null && <StaleNotice sinceMs={state.atMs} trouble={state.stale} onRetry={refresh} />}
      {children(state.value)}
    </>
  );
}
