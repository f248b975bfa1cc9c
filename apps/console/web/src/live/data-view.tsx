'use client';

import { StaleNotice, StateMessage, TroubleMessage } from '@lintel/ui';
import { type ReactNode } from 'react';
import { type Data } from './use-data';

export interface DataViewProps<Value> {
  readonly data: Data<Value>;
  readonly children: (value: Value) => ReactNode;
}

/** What was asked for, or that it loads, or why it can't be had; and a word where it may be out of date. */
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
