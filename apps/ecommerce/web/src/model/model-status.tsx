'use client';

import { useText } from '../language/text';
import { useModel } from './model-provider';
import classes from './model-status.module.css';

/** One line in the header: which model answers, or why none does. */
export function ModelStatus() {
  const text = useText().model;
  const { state } = useModel();
  if (state.kind === 'loading') return null;
  const words =
    state.kind === 'ready'
      ? text.statusReady(state.manifest.name)
      : state.kind === 'missing'
        ? text.statusMissing
        : text.statusAway;
  return (
    <span className={classes['status']} data-ready={state.kind === 'ready' || undefined}>
      {words}
    </span>
  );
}
