'use client';

import { StateMessage, TroubleMessage, useTroubleWriter, useUiMessages, WarningIcon } from '@lintel/ui';
import { type ReactNode } from 'react';
import { type Data } from './use-data';
import classes from './data-view.module.css';

export interface DataViewProps<Value> {
  readonly data: Data<Value>;
  readonly children: (value: Value) => ReactNode;
}

/** What was asked for, or that it loads, or why it can't be had; and a word where it may be out of date. */
export function DataView<Value>({ data: { state, reload }, children }: DataViewProps<Value>) {
  const text = useUiMessages().state;
  const write = useTroubleWriter();
  if (state.kind === 'loading') return <StateMessage kind="loading" />;
  if (state.kind === 'failed') return <TroubleMessage trouble={state.trouble} onRetry={reload} />;
  return (
    <>
      {state.stale !== null && (
        <p className={classes['stale']} role="status">
          <WarningIcon size={16} />
          {`${text.stale}: ${write(state.stale).title}`}
        </p>
      )}
      {children(state.value)}
    </>
  );
}
